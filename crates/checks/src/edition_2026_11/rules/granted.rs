//! Rules that ask whether a role may do certain things as widely as can be: one finding for each statement that grants some.

use evidence::facts::{ArnParts, Function};
use iam::condition::{Condition, Operator};
use iam::context::is_callers_choice;
use iam::role::{Grant, Question, Role, StatementRef, Verdict};

use super::rights::Rights;
use crate::edition_2026_11::Context;
use crate::edition_2026_11::rule::{Found, Judged, Outcome, pass};

/// Something that a role shouldn't be able to do.
#[derive(Clone, Copy, Debug)]
pub(super) struct Right {
    /// The action.
    pub action: &'static str,
    /// On what: a pattern in which `{p}`, `{r}`, `{a}` and `{f}` stand for the function's partition, region, account and ARN.
    pub on: &'static str,
    /// How much of that it takes.
    pub reach: Wide,
    /// What it does, in words that continue "lets the function ...".
    pub words: &'static str,
}

/// How much of a pattern a grant has to reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wide {
    /// All of it.
    Every,
    /// Any of it.
    Some,
}

/// What one statement grants.
pub(super) struct Granted {
    /// The statement.
    pub at: StatementRef,
    /// Which rights, as actions and words.
    pub rights: Vec<(String, &'static str)>,
    /// Statements of the boundary that let it through.
    pub within: Vec<StatementRef>,
    /// Keys of conditions that must hold, but aren't known.
    pub only_if: Vec<String>,
}

/// Collects what statements grant.
#[derive(Default)]
pub(super) struct Collected {
    pub granted: Vec<Granted>,
    /// Whether something could not be told.
    pub open: bool,
}

impl Collected {
    /// Asks one question.
    pub fn ask(&mut self, role: &Role<'_>, question: &Question, words: &'static str) {
        self.ask_of(role, question, words, None);
    }

    /// Asks one question about one statement; whether it grants that as widely as was asked.
    pub fn ask_of(
        &mut self,
        role: &Role<'_>,
        question: &Question,
        words: &'static str,
        only: Option<StatementRef>,
    ) -> bool {
        if !role.could(&question.action.text) {
            return false;
        }
        let answer = role.may(question);
        if answer.verdict == Verdict::CannotTell {
            self.open = true;
            return false;
        }
        let mut wide = false;
        for grant in answer.grants.iter().filter(|grant| only.is_none_or(|only| only == grant.at)) {
            if !is_narrowed(role, grant) {
                self.add(grant, &question.action.text, words);
                wide = true;
            }
        }
        wide
    }

    fn add(&mut self, grant: &Grant<'_>, action: &str, words: &'static str) {
        let at = self.granted.iter().position(|granted| granted.at == grant.at);
        let at = at.unwrap_or_else(|| {
            let granted =
                Granted { at: grant.at, rights: Vec::new(), within: Vec::new(), only_if: Vec::new() };
            self.granted.push(granted);
            self.granted.len() - 1
        });
        let Some(granted) = self.granted.get_mut(at) else { return };
        if !granted.rights.iter().any(|(known, _)| known == action) {
            granted.rights.push((action.to_owned(), words));
        }
        for &within in &grant.within {
            if !granted.within.contains(&within) {
                granted.within.push(within);
            }
        }
        for condition in &grant.only_if {
            if !is_callers_choice(&condition.key) && !granted.only_if.contains(&condition.key) {
                granted.only_if.push(condition.key.clone());
            }
        }
    }

    /// What the rule says: a finding per statement, and what is missing where that could change it.
    pub fn judged(self, rights: &Rights, message: impl Fn(&Granted, &str) -> Found) -> Judged {
        let mut outcomes: Vec<Outcome> = Vec::new();
        for granted in &self.granted {
            let name = rights.name(granted.at);
            let mut found = message(granted, &name).about(name);
            if !granted.only_if.is_empty() {
                let keys = granted.only_if.join(", ");
                found.message = format!("{} It depends on conditions on {keys}.", found.message).into();
            }
            outcomes.push(Outcome::Fail(point(found, rights, granted.at, &granted.within)));
        }
        if self.open || !self.granted.is_empty() {
            outcomes.extend(rights.open());
        }
        Ok(outcomes)
    }
}

/// Points to a statement, and to those of the boundary that let it through.
pub(super) fn point(found: Found, rights: &Rights, at: StatementRef, within: &[StatementRef]) -> Found {
    let places = std::iter::once(&at).chain(within).filter_map(|&at| rights.place(at));
    places.fold(found, Found::at_place)
}

/// Judges a role by a table of rights; `what` begins the message: "`name` lets the function ...".
pub(super) fn judge(context: &Context<'_>, function: &Function<'_>, table: &[Right], why: &str) -> Judged {
    let rights = match Rights::of(context, function) {
        Ok(rights) => rights,
        Err(judged) => return judged,
    };
    let could: Vec<&Right> = table.iter().filter(|right| rights.could(right.action)).collect();
    if could.is_empty() {
        return pass();
    }
    let role = rights.role(function.arn);
    let mut collected = Collected::default();
    for right in could {
        let on = fill(right.on, function, &role);
        let question = match right.reach {
            Wide::Every => Question::every(right.action, &on),
            Wide::Some => Question::some(right.action, &on),
        };
        collected.ask(&role, &question, right.words);
    }
    collected.judged(&rights, |granted, name| {
        Found::new(format!("`{name}` lets the function {}.{why}", listed(granted)))
    })
}

/// What a statement grants, in words, each with its actions.
pub(super) fn listed(granted: &Granted) -> String {
    let mut parts: Vec<(&str, Vec<&str>)> = Vec::new();
    for (action, words) in &granted.rights {
        match parts.iter_mut().find(|(known, _)| known == words) {
            Some((_, actions)) => actions.push(action),
            None => parts.push((words, vec![action])),
        }
    }
    let parts: Vec<String> =
        parts.into_iter().map(|(words, actions)| format!("{words} ({})", some_of(&actions))).collect();
    joined(&parts)
}

/// A few of many names.
pub(super) fn some_of(names: &[impl AsRef<str>]) -> String {
    const SHOWN: usize = 5;
    let shown: Vec<&str> = names.iter().take(SHOWN).map(AsRef::as_ref).collect();
    match names.len().checked_sub(SHOWN) {
        None | Some(0) => shown.join(", "),
        Some(more) => format!("{} and {more} more", shown.join(", ")),
    }
}

fn joined(parts: &[String]) -> String {
    match parts {
        [front @ .., last] if !front.is_empty() => format!("{} and {last}", front.join(", ")),
        parts => parts.concat(),
    }
}

/// Fills in what a pattern leaves open; `*` for what isn't known.
pub(super) fn fill(pattern: &str, function: &Function<'_>, role: &Role<'_>) -> String {
    let arn = function.arn.unwrap_or_default();
    let region = function.at.region.or_else(|| Some(ArnParts::parse(arn)?.region)).unwrap_or("*");
    let mut filled = String::with_capacity(pattern.len() + arn.len());
    let mut rest = pattern;
    while let Some((before, (letter, after))) =
        rest.split_once('{').and_then(|(before, after)| Some((before, after.split_once('}')?)))
    {
        filled.push_str(before);
        match letter {
            "p" => filled.push_str(role.partition()),
            "r" => filled.push_str(region),
            "a" => filled.push_str(role.account()),
            "f" if !arn.is_empty() => filled.push_str(arn),
            "f" => {
                let place =
                    ["arn", role.partition(), "lambda", region, role.account(), "function", function.name];
                filled.push_str(&place.join(":"));
            }
            other => filled.extend(["{", other, "}"]),
        }
        rest = after;
    }
    filled + rest
}

/// Whether conditions make a grant narrower than its resources say.
///
/// Conditions on who asks, whence or when leave the right as wide as it is for a function that meets them. Those on the
/// resource, or on what a service's own request carries, take most of it away; so does a Deny of all but some resources.
pub(super) fn is_narrowed(role: &Role<'_>, grant: &Grant<'_>) -> bool {
    let spares = |condition: &Condition| {
        is_of_resource(condition) && condition.operator.is_some_and(|operator: Operator| operator.negated)
    };
    grant.only_if.iter().any(|condition| is_of_resource(condition))
        || grant
            .unless
            .iter()
            .any(|&at| role.statement(at).is_some_and(|statement| statement.conditions.iter().any(spares)))
}

fn is_of_resource(condition: &Condition) -> bool {
    // What the caller says of its own request, or what is true of any request of its.
    const OF_REQUEST: [&str; 11] = [
        "iam:passedtoservice",
        "lambda:sourcefunctionarn",
        "s3:authtype",
        "s3:signatureage",
        "s3:signatureversion",
        "s3:tlsversion",
        "s3:x-amz-content-sha256",
        "sts:externalid",
        "sts:rolesessionname",
        "sts:sourceidentity",
        "sts:transitivetagkeys",
    ];
    let key = condition.lowercase_key.as_str();
    match key.strip_prefix("aws:") {
        // The function's own calls come from no other service.
        Some("viaawsservice") => condition.values.iter().any(|value| value.eq_ignore_ascii_case("true")),
        Some(key) => key.starts_with("resourcetag/") || key.starts_with("calledvia"),
        None => !OF_REQUEST.contains(&key),
    }
}
