//! Patterns with `*` and `?`, as actions, resources and condition values use them.
//!
//! A pattern is matched in at most (pattern × text) steps, however hostile it is. Beside matching, patterns can be
//! compared with each other: [`overlaps`], [`covers`] and, in general, [`possible`], which asks whether there is any
//! text at all that some patterns match and others don't. That is what "allowed here, denied there" comes down to.

use std::collections::HashSet;

/// Any number of characters. These bytes never occur in UTF-8, so they can't be mistaken for text.
const MANY: u8 = 0xFF;
/// One character.
const ONE: u8 = 0xFE;
/// Any number of characters, none of them a colon.
const MANY_INSIDE: u8 = 0xFD;
/// One character that isn't a colon.
const ONE_INSIDE: u8 = 0xFC;

/// A pattern, ready to be matched.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Glob {
    tokens: Box<[u8]>,
    kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Kind {
    /// No wildcard: the text itself.
    Literal,
    /// Nothing but `*`.
    Everything,
    /// With `*` and `?` that stand for anything.
    Plain,
    /// Some of its wildcards stop at a colon.
    Segmented,
}

/// A part of a pattern that is being put together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Text in which `*` and `?` are wildcards.
    Pattern(&'a str),
    /// Text in which they are not, like the value of a policy variable.
    Text(&'a str),
    /// A value that nobody knows: it may be anything.
    Unknown,
}

impl Glob {
    /// `*`, which matches everything.
    pub fn everything() -> Self {
        Self::plain("*")
    }

    /// Matches this text and no other.
    pub fn literal(text: &str) -> Self {
        Self { tokens: text.as_bytes().into(), kind: Kind::Literal }
    }

    /// A pattern whose wildcards stand for any characters.
    pub fn plain(pattern: &str) -> Self {
        Self::from_pieces(&[Piece::Pattern(pattern)], false)
    }

    /// A pattern for an action or another name without case; the text it is matched with must be in lower case.
    pub fn lowercase(pattern: &str) -> Self {
        Self::plain(&pattern.to_ascii_lowercase())
    }

    /// A pattern for the ARN of a resource. In the first five segments a wildcard stays within its segment, unless a
    /// `*` is the segment's last character: then it may go on beyond the colon, as IAM documents it. Where the pattern
    /// has all six segments, with an account or a wildcard in the fifth, no `*` needs to; it could only reach resources
    /// with colons in their names that were given such a name for the purpose, and would make `arn:aws:iam::*:user/*`
    /// look like a pattern for some roles.
    pub fn arn(pattern: &str) -> Self {
        Self::from_pieces(&[Piece::Pattern(pattern)], true)
    }

    /// Puts a pattern together; `arn` says whether the rule of [`Glob::arn`] holds.
    pub fn from_pieces(pieces: &[Piece<'_>], arn: bool) -> Self {
        let mut tokens: Vec<u8> = Vec::new();
        for piece in pieces {
            match piece {
                Piece::Text(text) => tokens.extend_from_slice(text.as_bytes()),
                Piece::Unknown => tokens.push(MANY),
                Piece::Pattern(pattern) => tokens.extend(pattern.bytes().map(|byte| match byte {
                    b'*' => MANY,
                    b'?' => ONE,
                    other => other,
                })),
            }
        }
        tokens.dedup_by(|a, b| *a == MANY && *b == MANY);
        if arn && tokens.starts_with(b"arn:") {
            confine(&mut tokens);
        }
        let kind = if tokens.iter().any(|&token| token == MANY_INSIDE || token == ONE_INSIDE) {
            Kind::Segmented
        } else if *tokens == [MANY] {
            Kind::Everything
        } else if tokens.iter().any(|&token| token == MANY || token == ONE) {
            Kind::Plain
        } else {
            Kind::Literal
        };
        Self { tokens: tokens.into(), kind }
    }

    /// The same pattern in lower case.
    #[must_use]
    pub fn into_lowercase(mut self) -> Self {
        self.tokens.make_ascii_lowercase();
        self
    }

    /// True if this matches any text.
    pub fn is_everything(&self) -> bool {
        self.kind == Kind::Everything
    }

    /// True if this has no wildcard.
    pub fn is_literal(&self) -> bool {
        self.kind == Kind::Literal
    }

    /// Does the whole text match?
    pub fn matches(&self, text: &str) -> bool {
        self.matches_bytes(text.as_bytes())
    }

    fn matches_bytes(&self, text: &[u8]) -> bool {
        match self.kind {
            Kind::Literal => *self.tokens == *text,
            Kind::Everything => true,
            Kind::Plain => matches_plain(&self.tokens, text),
            Kind::Segmented => {
                let mut here = Vec::new();
                let mut next = Vec::new();
                start(&self.tokens, &mut here);
                for &byte in text {
                    next.clear();
                    step(&self.tokens, &here, byte, &mut next);
                    std::mem::swap(&mut here, &mut next);
                    if here.is_empty() {
                        return false;
                    }
                }
                here.last().is_some_and(|&position| position as usize == self.tokens.len())
            }
        }
    }

    /// The text before the first wildcard.
    fn prefix(&self) -> &[u8] {
        let end = self.tokens.iter().position(|&token| token >= ONE_INSIDE).unwrap_or(self.tokens.len());
        self.tokens.get(..end).unwrap_or_default()
    }
}

/// Turns wildcards of an ARN's first five segments into those that stop at a colon.
fn confine(tokens: &mut [u8]) {
    let account = tokens.split(|&token| token == b':').nth(4);
    let whole = tokens.iter().filter(|&&token| token == b':').count() >= 5
        && account.is_some_and(|account| {
            account == b"aws" || account.iter().all(|token| token.is_ascii_digit() || *token >= ONE_INSIDE)
        });
    let mut colons = 0;
    for at in 0..tokens.len() {
        let last = tokens.get(at + 1).is_none_or(|&next| next == b':');
        let Some(token) = tokens.get_mut(at) else { break };
        match *token {
            b':' => colons += 1,
            _ if colons >= 5 => break,
            MANY if whole || !last => *token = MANY_INSIDE,
            ONE => *token = ONE_INSIDE,
            _ => {}
        }
    }
}

/// Greedy matching: a mismatch goes back to the last `*` only, so the cost is at most pattern × text.
fn matches_plain(tokens: &[u8], text: &[u8]) -> bool {
    let (mut token_at, mut text_at) = (0, 0);
    let mut retry: Option<(usize, usize)> = None;
    while let Some(&byte) = text.get(text_at) {
        match tokens.get(token_at) {
            Some(&MANY) => {
                token_at += 1;
                retry = Some((token_at, text_at));
                continue;
            }
            Some(&ONE) => {
                token_at += 1;
                text_at += character_length(byte);
                continue;
            }
            Some(&token) if token == byte => {
                token_at += 1;
                text_at += 1;
                continue;
            }
            _ => {}
        }
        let Some((after_star, from)) = retry else { return false };
        token_at = after_star;
        text_at = from + 1;
        retry = Some((after_star, text_at));
    }
    tokens.get(token_at..).unwrap_or_default().iter().all(|&token| token == MANY)
}

fn character_length(first: u8) -> usize {
    match first {
        0xF0.. => 4,
        0xE0.. => 3,
        0xC0.. => 2,
        _ => 1,
    }
}

/// Where a match may begin.
fn start(tokens: &[u8], into: &mut Vec<u32>) {
    let from = into.len();
    enter(tokens, 0, into);
    settle(tokens, from, into);
}

/// Adds a position and those behind the stars that may stand for nothing.
fn enter(tokens: &[u8], position: u32, into: &mut Vec<u32>) {
    let mut position = position;
    into.push(position);
    while matches!(tokens.get(position as usize), Some(&(MANY | MANY_INSIDE))) {
        position += 1;
        into.push(position);
    }
}

/// The positions after one more byte.
fn step(tokens: &[u8], here: &[u32], byte: u8, into: &mut Vec<u32>) {
    let from = into.len();
    for &position in here {
        match tokens.get(position as usize) {
            Some(&MANY) => enter(tokens, position, into),
            Some(&MANY_INSIDE) if byte != b':' => enter(tokens, position, into),
            Some(&ONE) => enter(tokens, position + 1, into),
            Some(&ONE_INSIDE) if byte != b':' => enter(tokens, position + 1, into),
            Some(&token) if token == byte => enter(tokens, position + 1, into),
            _ => {}
        }
    }
    settle(tokens, from, into);
}

/// Sorts the positions from `from` on, and drops those that a later `*` makes superfluous: whatever can still match
/// from before a `*` can also match from that `*`. This keeps the sets small, however many stars a pattern has.
fn settle(tokens: &[u8], from: usize, positions: &mut Vec<u32>) {
    let mut tail = positions.split_off(from);
    tail.sort_unstable();
    tail.dedup();
    let keep = tail.iter().rposition(|&at| tokens.get(at as usize) == Some(&MANY)).unwrap_or(0);
    positions.extend_from_slice(tail.get(keep..).unwrap_or_default());
}

/// What a text has to satisfy in [`possible`].
#[derive(Clone, Copy, Debug)]
pub enum Clause<'a> {
    /// At least one of the patterns matches.
    OneOf(&'a [&'a Glob]),
    /// None of the patterns matches.
    NoneOf(&'a [&'a Glob]),
}

impl<'a> Clause<'a> {
    fn globs(self) -> &'a [&'a Glob] {
        match self {
            Self::OneOf(globs) | Self::NoneOf(globs) => globs,
        }
    }
}

/// Whether a text exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Possible {
    /// There is such a text.
    Yes,
    /// There is none.
    No,
    /// The patterns are so entangled that the search was given up.
    Unknown,
}

/// How much work comparing patterns may take; shared by all comparisons that answer one question.
#[derive(Clone, Debug)]
pub struct Budget(usize);

impl Default for Budget {
    /// Enough for any policy a person would write, and a few milliseconds at most for one written to hurt.
    fn default() -> Self {
        Self(200_000)
    }
}

/// Is there any text that satisfies all clauses?
///
/// The patterns run side by side as automata; the search follows only bytes that some pattern names, and one that none does.
pub fn possible(clauses: &[Clause<'_>], budget: &mut Budget) -> Possible {
    let mut live: Vec<Clause<'_>> = Vec::with_capacity(clauses.len());
    for &clause in clauses {
        match clause {
            Clause::OneOf(globs) if globs.iter().any(|glob| glob.is_everything()) => {}
            Clause::OneOf([]) => return Possible::No,
            Clause::NoneOf([]) => {}
            Clause::NoneOf(globs) if globs.iter().any(|glob| glob.is_everything()) => return Possible::No,
            // The same demand twice is common, and costs a search for nothing.
            Clause::OneOf([one])
                if live.iter().any(|other| matches!(other, Clause::OneOf([same]) if same == one)) => {}
            _ => live.push(clause),
        }
    }
    // A clause that only one text satisfies decides at once.
    let only = live.iter().find_map(|clause| match clause {
        Clause::OneOf([one]) if one.is_literal() => Some(&one.tokens),
        _ => None,
    });
    if let Some(text) = only {
        let holds = live.iter().all(|clause| match clause {
            Clause::OneOf(globs) => globs.iter().any(|glob| glob.matches_bytes(text)),
            Clause::NoneOf(globs) => !globs.iter().any(|glob| glob.matches_bytes(text)),
        });
        return if holds { Possible::Yes } else { Possible::No };
    }
    if live.iter().all(|clause| matches!(clause, Clause::OneOf(_))) && live.len() < 2 {
        return Possible::Yes;
    }
    if prefixes_differ(&live) {
        return Possible::No;
    }
    search(&live, budget)
}

/// True if two clauses ask for texts that begin differently.
fn prefixes_differ(clauses: &[Clause<'_>]) -> bool {
    let mut longest: &[u8] = &[];
    for clause in clauses {
        if let Clause::OneOf([one]) = clause {
            let prefix = one.prefix();
            if !prefix.iter().zip(longest).all(|(a, b)| a == b) {
                return true;
            }
            if prefix.len() > longest.len() {
                longest = prefix;
            }
        }
    }
    false
}

/// Ends one automaton's positions within a joint state.
const END: u32 = u32::MAX;

fn search(clauses: &[Clause<'_>], budget: &mut Budget) -> Possible {
    let globs: Vec<&Glob> = clauses.iter().flat_map(|clause| clause.globs().iter().copied()).collect();
    let mut first = Vec::new();
    for glob in &globs {
        start(&glob.tokens, &mut first);
        first.push(END);
    }
    let mut seen: HashSet<Vec<u32>> = HashSet::new();
    let mut open = vec![first];
    while let Some(state) = open.pop() {
        if seen.contains(&state) {
            continue;
        }
        match judge(clauses, &state) {
            Some(true) => return Possible::Yes,
            Some(false) => {}
            None => {
                seen.insert(state);
                continue;
            }
        }
        for byte in bytes_worth_trying(&globs, &state) {
            let cost = state.len();
            if budget.0 < cost {
                budget.0 = 0;
                return Possible::Unknown;
            }
            budget.0 -= cost;
            let mut next = Vec::with_capacity(state.len());
            for (glob, here) in globs.iter().zip(state.split(|&position| position == END)) {
                step(&glob.tokens, here, byte, &mut next);
                next.push(END);
            }
            if !seen.contains(&next) {
                open.push(next);
            }
        }
        seen.insert(state);
    }
    Possible::No
}

/// `Some(true)` if the text read so far will do, `Some(false)` if a longer one may, `None` if no longer one can.
fn judge(clauses: &[Clause<'_>], state: &[u32]) -> Option<bool> {
    let mut sets = state.split(|&position| position == END);
    let mut satisfied = true;
    for clause in clauses {
        let (mut accepted, mut alive) = (false, false);
        for (glob, here) in clause.globs().iter().zip(sets.by_ref()) {
            let length = glob.tokens.len();
            accepted |= here.last().is_some_and(|&position| position as usize == length);
            alive |= !here.is_empty();
            if let Clause::NoneOf(_) = clause {
                let forever = glob.tokens.last() == Some(&MANY)
                    && here.iter().any(|&position| position as usize + 1 == length);
                if forever {
                    return None;
                }
            }
        }
        match clause {
            Clause::OneOf(_) if !alive => return None,
            Clause::OneOf(_) => satisfied &= accepted,
            Clause::NoneOf(_) => satisfied &= !accepted,
        }
    }
    Some(satisfied)
}

/// The bytes that some pattern names at this place, and last (so tried first) one that none names.
fn bytes_worth_trying(globs: &[&Glob], state: &[u32]) -> Vec<u8> {
    let mut named = Vec::new();
    for (glob, here) in globs.iter().zip(state.split(|&position| position == END)) {
        for &position in here {
            match glob.tokens.get(position as usize) {
                Some(&(MANY_INSIDE | ONE_INSIDE)) => named.push(b':'),
                Some(&(MANY | ONE)) | None => {}
                Some(&byte) => named.push(byte),
            }
        }
    }
    named.sort_unstable();
    named.dedup();
    if let Some(other) = (b'a'..=b'~').chain(b'!'..=b'`').find(|byte| !named.contains(byte)) {
        named.push(other);
    }
    named
}

/// Is there a text that both match?
pub fn overlaps(a: &Glob, b: &Glob, budget: &mut Budget) -> Possible {
    let decided = match (a.kind, b.kind) {
        (Kind::Literal, _) => b.matches_bytes(&a.tokens),
        (_, Kind::Literal) => a.matches_bytes(&b.tokens),
        (Kind::Everything, _) | (_, Kind::Everything) => true,
        _ => return possible(&[Clause::OneOf(&[a]), Clause::OneOf(&[b])], budget),
    };
    if decided { Possible::Yes } else { Possible::No }
}

/// Does `wide` match every text that `narrow` matches? Not proven in time counts as no.
pub fn covers(wide: &Glob, narrow: &Glob, budget: &mut Budget) -> bool {
    match (wide.kind, narrow.kind) {
        (Kind::Everything, _) => true,
        (_, Kind::Literal) => wide.matches_bytes(&narrow.tokens),
        (Kind::Literal, _) => false,
        _ if wide == narrow => true,
        // A pattern with wildcards always matches some text that departs right after its prefix, if it may.
        _ if !narrow.prefix().starts_with(wide.prefix()) => false,
        _ => possible(&[Clause::OneOf(&[narrow]), Clause::NoneOf(&[wide])], budget) == Possible::No,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_match(glob: &Glob, text: &str, expected: bool) {
        assert_eq!(glob.matches(text), expected, "{glob:?} on {text}");
    }

    #[test]
    fn wildcards() {
        for (pattern, text, expected) in [
            ("*", "", true),
            ("", "", true),
            ("", "a", false),
            ("a*", "a", true),
            ("*a", "ba", true),
            ("*a*b*", "xxaxxbxx", true),
            ("*a*b*", "xxbxxaxx", false),
            ("a?c", "abc", true),
            ("a?c", "ac", false),
            ("a?c", "a\u{e9}c", true),
            ("iam:createpolicy?", "iam:createpolicyversion", false),
            ("iam:*policyversion", "iam:createpolicyversion", true),
            ("**", "anything", true),
            ("*ab", "aab", true),
            ("*?", "", false),
            ("?*?", "ab", true),
        ] {
            check_match(&Glob::plain(pattern), text, expected);
        }
    }

    #[test]
    fn arn_segments() {
        for (pattern, text, expected) in [
            ("arn:aws:s3:::*", "arn:aws:s3:::bucket/a:b", true),
            ("arn:aws:s3:::b*t/x", "arn:aws:s3:::b:u/t/x", true),
            ("arn:aws:iam::*:role/*", "arn:aws:iam::123456789012:role/a/b", true),
            ("arn:aws:lambda:us-*-1:1:function:f", "arn:aws:lambda:us-east-1:1:function:f", true),
            ("arn:aws:lambda:u*1:1:function:f", "arn:aws:lambda:u:1:1:function:f", false),
            ("arn:aws:lambda:*:function:f", "arn:aws:lambda:us-east-1:1:function:f", true),
            ("arn:aws:lambda:*", "arn:aws:lambda:us-east-1:1:function:f", true),
            ("arn:aws:sqs:*:*", "arn:aws:sqs:us-east-1:1:q", true),
            ("arn:aws:iam::*:user/*", "arn:aws:iam::1:role/x:user/y", false),
            ("arn:aws:logs:*:*:*", "arn:aws:logs:r:1:log-group:g:log-stream:s", true),
            ("arn:aws:sqs:us-east-?:1:q", "arn:aws:sqs:us-east-1:1:q", true),
            ("arn:aws:sqs:us-east-?1:q", "arn:aws:sqs:us-east-:1:q", false),
            ("arn:aws:iam::1:role/Admin", "arn:aws:iam::1:role/admin", false),
        ] {
            check_match(&Glob::arn(pattern), text, expected);
        }
    }

    #[test]
    fn hostile_patterns_cost_little() {
        let hostile = format!("{}b", "a*".repeat(500));
        let text = "a".repeat(5_000);
        check_match(&Glob::plain(&hostile), &text, false);
        let inside = format!("arn:{}b:x", "a*".repeat(200));
        check_match(&Glob::arn(&inside), &format!("arn:{text}"), false);
        let other = format!("{}c", "*a?".repeat(300));
        let mut budget = Budget::default();
        assert_eq!(overlaps(&Glob::plain(&hostile), &Glob::plain(&other), &mut budget), Possible::Unknown);
        assert_eq!(budget.0, 0);
    }

    #[test]
    fn overlap_and_cover() {
        for (a, b, overlap, a_covers_b) in [
            ("*", "x", true, true),
            ("a*", "*b", true, false),
            ("a*", "ab*", true, true),
            ("ab*", "a*", true, false),
            ("a?", "a*", true, false),
            ("a*", "a?", true, true),
            ("a*c", "b*c", false, false),
            ("*a", "*b", false, false),
            ("*a*", "*aa*", true, true),
            ("x*y*z", "x*z", true, false),
            ("x*z", "x*y*z", true, true),
            ("??*", "*??", true, true),
        ] {
            let (left, right) = (Glob::plain(a), Glob::plain(b));
            let mut budget = Budget::default();
            let expected = if overlap { Possible::Yes } else { Possible::No };
            assert_eq!(overlaps(&left, &right, &mut budget), expected, "{a} {b}");
            assert_eq!(covers(&left, &right, &mut budget), a_covers_b, "{a} {b}");
        }
    }

    #[test]
    fn joint_cover() {
        let all = Glob::arn("arn:aws:iam::1:*");
        let roles = Glob::arn("arn:aws:iam::1:role/*");
        let users = Glob::arn("arn:aws:iam::1:user/*");
        let some = Glob::arn("arn:aws:iam::1:role/app-*");
        let check = |clauses: &[Clause<'_>], expected| {
            assert_eq!(possible(clauses, &mut Budget::default()), expected, "{clauses:?}");
        };
        check(&[Clause::OneOf(&[&all]), Clause::NoneOf(&[&roles, &users])], Possible::Yes);
        check(&[Clause::OneOf(&[&some]), Clause::NoneOf(&[&roles])], Possible::No);
        check(&[Clause::OneOf(&[&roles, &users]), Clause::NoneOf(&[&roles, &users])], Possible::No);
        check(&[Clause::OneOf(&[&roles]), Clause::NoneOf(&[&some])], Possible::Yes);
        check(&[Clause::OneOf(&[])], Possible::No);
    }
}
