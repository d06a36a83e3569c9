//! Patterns with `*` and `?`, as actions, resources and condition values use them.
//!
//! A pattern is matched in at most (pattern × text) steps, however hostile it is. How patterns compare with each other
//! is in [`crate::possible`].

/// Any number of characters. These bytes never occur in UTF-8, so they can't be mistaken for text.
pub(crate) const MANY: u8 = 0xFF;
/// One character.
pub(crate) const ONE: u8 = 0xFE;
/// Any number of characters, none of them a colon.
pub(crate) const MANY_INSIDE: u8 = 0xFD;
/// One character that isn't a colon.
pub(crate) const ONE_INSIDE: u8 = 0xFC;

/// A pattern, ready to be matched.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Glob {
    tokens: Box<[u8]>,
    kind: Kind,
    /// Where the first five colons of an ARN stand, if no wildcard before the last of them can match a colon: then the pattern can
    /// be compared with others segment by segment.
    colons: Option<[u32; 5]>,
    /// How much text stands before the first wildcard.
    fixed: u32,
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
        Self::of(text.as_bytes().into())
    }

    /// A pattern whose wildcards stand for any characters.
    pub fn plain(pattern: &str) -> Self {
        Self::from_pieces(&[Piece::Pattern(pattern)], false)
    }

    /// A pattern for an action or another name without case; the text it is matched with must be in lower case.
    pub fn lowercase(pattern: &str) -> Self {
        Self::plain(pattern).into_lowercase()
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
        let length = pieces.iter().map(|piece| match piece {
            Piece::Pattern(text) | Piece::Text(text) => text.len(),
            Piece::Unknown => 1,
        });
        let mut tokens: Vec<u8> = Vec::with_capacity(length.sum());
        let mut wild = false;
        for piece in pieces {
            let from = tokens.len();
            match piece {
                Piece::Text(text) => tokens.extend_from_slice(text.as_bytes()),
                Piece::Unknown => {
                    tokens.push(MANY);
                    wild = true;
                }
                Piece::Pattern(pattern) => {
                    tokens.extend_from_slice(pattern.as_bytes());
                    for token in tokens.iter_mut().skip(from).filter(|token| matches!(token, b'*' | b'?')) {
                        *token = if *token == b'*' { MANY } else { ONE };
                        wild = true;
                    }
                }
            }
        }
        // Most patterns are plain names.
        if wild {
            tokens.dedup_by(|a, b| *a == MANY && *b == MANY);
            if arn && tokens.starts_with(b"arn:") {
                confine(&mut tokens);
            }
        }
        Self::of(tokens)
    }

    fn of(tokens: Vec<u8>) -> Self {
        let before = prefix(&tokens).len();
        let wild = tokens.get(before..).unwrap_or_default();
        let kind = if wild.is_empty() {
            Kind::Literal
        } else if *tokens == [MANY] {
            Kind::Everything
        } else if wild.iter().any(|&token| token == MANY_INSIDE || token == ONE_INSIDE) {
            Kind::Segmented
        } else {
            Kind::Plain
        };
        let colons = if tokens.starts_with(b"arn:") { five_colons(&tokens) } else { None };
        let fixed = u32::try_from(before).unwrap_or(u32::MAX);
        Self { tokens: tokens.into(), kind, colons, fixed }
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

    pub(crate) fn matches_bytes(&self, text: &[u8]) -> bool {
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

    /// One of the six segments of a pattern whose colons these are.
    fn segment(&self, colons: &[u32; 5], number: usize) -> &[u8] {
        let from =
            number.checked_sub(1).and_then(|before| colons.get(before)).map_or(0, |&at| at as usize + 1);
        let to = colons.get(number).map_or(self.tokens.len(), |&at| at as usize);
        self.tokens.get(from..to).unwrap_or_default()
    }

    /// Whether a test holds for any pair of segments, from the last, in which patterns differ most; `None` where one of the
    /// patterns has no segments.
    fn any_segments(&self, other: &Glob, test: fn(&[u8], &[u8]) -> bool) -> Option<bool> {
        let (own, others) = (self.colons.as_ref()?, other.colons.as_ref()?);
        Some((0..6).rev().any(|number| test(self.segment(own, number), other.segment(others, number))))
    }

    /// True if it is plain to see that no text matches both. False says nothing.
    pub(crate) fn is_disjoint(&self, other: &Glob) -> bool {
        if self.is_everything() || other.is_everything() {
            return false;
        }
        let fixed = self.fixed.min(other.fixed) as usize;
        if self.tokens.get(..fixed) != other.tokens.get(..fixed) {
            return true;
        }
        self.any_segments(other, disjoint).unwrap_or_else(|| disjoint(&self.tokens, &other.tokens))
    }

    /// True if it is plain to see that this matches all that `narrow` matches. False says nothing.
    pub(crate) fn plainly_covers(&self, narrow: &Glob) -> bool {
        match (self.kind, narrow.kind) {
            (Kind::Everything, _) => true,
            (_, Kind::Literal) => self.matches_bytes(&narrow.tokens),
            (Kind::Literal, _) => false,
            _ => match self.any_segments(narrow, |own, other| !contains(own, other)) {
                Some(misses) => !misses,
                // A segment's wildcard doesn't contain what may go beyond the segment.
                None => {
                    self.tokens == narrow.tokens
                        || self.kind == Kind::Plain && contains(&self.tokens, &narrow.tokens)
                }
            },
        }
    }

    /// The pattern as automaton positions read it.
    pub(crate) fn tokens(&self) -> &[u8] {
        &self.tokens
    }

    /// A text that matches: each wildcard stands for something unusual.
    pub(crate) fn example(&self) -> Vec<u8> {
        self.tokens.iter().map(|&token| if token >= ONE_INSIDE { b'~' } else { token }).collect()
    }
}

/// The text before the first wildcard.
fn prefix(tokens: &[u8]) -> &[u8] {
    let end = tokens.iter().position(|&token| token >= ONE_INSIDE).unwrap_or(tokens.len());
    tokens.get(..end).unwrap_or_default()
}

/// The text after the last wildcard.
fn suffix(tokens: &[u8]) -> &[u8] {
    let from = tokens.iter().rposition(|&token| token >= ONE_INSIDE).map_or(0, |at| at + 1);
    tokens.get(from..).unwrap_or_default()
}

/// Do two pieces of patterns begin or end with different texts?
fn disjoint(a: &[u8], b: &[u8]) -> bool {
    if a == b {
        return false;
    }
    let (first, second) = (prefix(a), prefix(b));
    if first.len() == a.len() && second.len() == b.len() {
        return a != b;
    }
    !first.iter().zip(second).all(|(a, b)| a == b)
        || !suffix(a).iter().rev().zip(suffix(b).iter().rev()).all(|(a, b)| a == b)
}

/// Is the first piece the second one, or text and a last star that the second one begins with?
fn contains(wide: &[u8], narrow: &[u8]) -> bool {
    match wide.split_last() {
        _ if wide == narrow => true,
        Some((&(MANY | MANY_INSIDE), text)) => text == prefix(text) && narrow.starts_with(text),
        _ => false,
    }
}

/// Where the first five colons stand, if nothing before the last of them can match a colon.
fn five_colons(tokens: &[u8]) -> Option<[u32; 5]> {
    let mut found = [0; 5];
    let mut slots = found.iter_mut();
    let mut slot = slots.next();
    for (at, &token) in tokens.iter().enumerate() {
        match token {
            MANY | ONE => return None,
            b':' => {
                *slot? = u32::try_from(at).ok()?;
                slot = slots.next();
                if slot.is_none() {
                    return Some(found);
                }
            }
            _ => {}
        }
    }
    None
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
pub(crate) fn start(tokens: &[u8], into: &mut Vec<u32>) {
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
pub(crate) fn step(tokens: &[u8], here: &[u32], byte: u8, into: &mut Vec<u32>) {
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
    }
}
