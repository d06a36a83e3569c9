//! The words of one function.

use engine::messages::{Caller, CallerKind, Reach, Target};

use crate::ui::shorten;

/// Headings.
pub const CHECKS: &str = "Checks";
/// Headings.
pub const FINDINGS: &str = "Findings";
/// Headings.
pub const FACTS: &str = "Configuration";
/// Headings.
pub const REQUIREMENTS: &str = "Requirements";
/// Headings.
pub const MISSING: &str = "Could not be assessed";
/// Headings.
pub const EVIDENCE: &str = "Evidence: the answers that were read";
/// Headings.
pub const TRAIL: &str = "Audit trail";
/// When there are no findings.
pub const NO_FINDINGS: &str = "No finding.";
/// When there are no events.
pub const NO_TRAIL: &str = "No event is known.";
/// Links and buttons.
pub const SECURITY_TEXT: &str = "Security report";
/// Links and buttons.
pub const COMPLIANCE_TEXT: &str = "Compliance report";
/// Links and buttons.
pub const SECURITY_JSON: &str = "Save security_audit.json";
/// Links and buttons.
pub const COMPLIANCE_JSON: &str = "Save compliance_report.json";
/// All its findings in the list.
pub const IN_LIST: &str = "In the list of findings";
/// Back.
pub const BACK: &str = "All functions";
/// Points of a check.
pub const LOST: &str = "lost";
/// A check that lost more points than it has.
pub const FLOORED: &str = "more would have been lost, but a check ends at 0";
/// Where the function could not be audited.
pub const NOT_AUDITED: &str = "It could not be audited: ";

/// The link to what the editions say of this function.
pub const DIFFERS: &str = "What the two editions say differently of this function";

// How far it reaches.

/// Headings.
pub const REACH: &str = "Blast radius";
/// What a screen reader says the picture is.
pub const PICTURE: &str = "From who can call the function to what its role reaches";
/// That the list says the same.
pub const PICTURE_MORE: &str = "The list below says the same in words.";
/// Headings.
pub const CALLERS: &str = "Who can call it";
/// Headings.
pub const RUNS_AS: &str = "What it runs as";
/// Headings.
pub const TARGETS: &str = "What its role reaches";
/// Headings.
pub const WAY: &str = "How its role comes to more rights, step by step";
/// A part that could not be looked at.
pub const CANNOT_TELL: &str = "Can't tell";
/// Where nobody can call it.
pub const NO_CALLER: &str = "No caller";
/// What was looked at.
pub const NO_CALLER_WHY: &str = "no URL, no policy, no event source";
/// Where a role reaches nothing.
pub const NO_TARGET: &str = "Nothing";
/// What was looked at.
pub const NO_TARGET_WHY: &str = "its policies allow nothing";
/// Under the function's name.
pub const THE_FUNCTION: &str = "the function";
/// Under the role's name.
pub const ROLE: &str = "the role that it runs as";
/// Where the role isn't known.
pub const NO_ROLE: &str = "its role is not in the evidence";
/// A caller.
pub const EVERYBODY: &str = "Everybody";
/// A target.
pub const EVERY_SERVICE: &str = "Every service";
/// The end of a way.
pub const MORE_RIGHTS: &str = "More rights";
/// The end of a way through something else.
pub const PERHAPS_MORE_RIGHTS: &str = "Perhaps more rights";
/// Where a column has no room.
pub const IN_THE_LIST: &str = "in the list below";
/// Who is left out.
pub const OWN_ACCOUNT: &str = "Beside these, users and roles of its own account can call it where their own policies let them; \
                               those are not part of this.";
/// Links and buttons.
pub const TO_FINDING: &str = "Finding";
/// Links and buttons.
pub const TO_EVIDENCE: &str = "Evidence";

/// What it comes to.
pub fn summary(reach: &Reach) -> String {
    let public = reach.callers.iter().any(|caller| caller.public);
    let way = reach.way.as_ref().map(|way| way.needs_other);
    let mut out = match (public, way) {
        (true, Some(false)) => {
            "Everybody can call this function, and its role leads to more rights: there is nothing worse to find."
        }
        (true, Some(true)) => "Everybody can call this function, and its role may lead to more rights.",
        (true, None) => "Everybody can call this function.",
        (false, Some(false)) => "Whoever can change what this function runs comes to more rights by its role.",
        (false, Some(true)) => "Whoever can change what this function runs may come to more rights by its role.",
        // Nobody is told that something is safe which nobody could look at.
        (false, None)
            if !reach.rights_missing.is_empty()
                && !reach.callers_missing.is_empty()
                && reach.callers.is_empty()
                && reach.targets.is_empty() =>
        {
            "Neither who can call it nor what its role may do could be looked at."
        }
        (false, None) if !reach.rights_missing.is_empty() || !reach.callers_missing.is_empty() => {
            "What could be looked at shows no way in for everybody and no way to more rights."
        }
        (false, None) => "It is not open to everybody, and its role has no known way to more rights.",
    }
    .to_owned();
    if !reach.callers_missing.is_empty() || !reach.rights_missing.is_empty() {
        out.push_str(" What could not be looked at is drawn with dashes: it is neither safe nor unsafe.");
    }
    out
}

/// Answers that are not there.
pub fn not_there(first: &str, more: usize) -> String {
    match more {
        0 => format!("{first} is missing"),
        more => format!("{first} and {more} more are missing"),
    }
}

/// How many parts have no room.
pub fn more(count: usize) -> String {
    format!("and {} more", shorten::count(count as u64))
}

/// Further ways.
pub fn other_ways(count: u32) -> String {
    match count {
        0 => "than it was given".to_owned(),
        1 => "than it was given, and one other way".to_owned(),
        count => format!("than it was given, and {count} other ways"),
    }
}

/// What is to be said of a caller.
pub fn caller(caller: &Caller) -> String {
    // Accounts, and of ARNs what is not the same in all of them.
    let only = || {
        let names: Vec<String> = caller.only.iter().map(|name| resource(name).to_owned()).collect();
        shorten::names(&names, 2)
    };
    match (caller.kind, caller.only.is_empty()) {
        (CallerKind::Url, false) => "function URL; callers sign in".to_owned(),
        (CallerKind::Url, true) if caller.public => "function URL; nobody signs in".to_owned(),
        (CallerKind::Url, true) => "URL without sign-in, but its policy lets nobody in".to_owned(),
        (CallerKind::EventSource, _) => "event source: Lambda reads it".to_owned(),
        (CallerKind::Service, true) => "AWS service, whatever makes it call".to_owned(),
        (CallerKind::Service, false) => format!("AWS service, only for {}", only()),
        (CallerKind::Everyone | CallerKind::Principal, true) => "by its resource policy".to_owned(),
        (CallerKind::Everyone | CallerKind::Principal, false) => format!("only {}", only()),
    }
}

/// What an ARN says of the resource itself: `orders-in`, `table/orders`. Anything else stays as it is.
pub fn resource(name: &str) -> &str {
    match name.splitn(6, ':').nth(5) {
        Some(resource) if name.starts_with("arn:") => resource,
        _ => name,
    }
}

/// What is to be said of a target.
pub fn target(target: &Target) -> String {
    let does = match target.changes {
        Some(true) => "changes",
        Some(false) => "reads",
        None => "reaches",
    };
    let what = match (target.all_resources, target.resources.as_slice()) {
        (true, _) => "all resources".to_owned(),
        (false, [one]) => resource(one).to_owned(),
        (false, several) => format!("{} resources", several.len()),
    };
    let conditions = if target.conditional { ", under conditions" } else { "" };
    format!("{does} {what}{conditions}")
}

/// A step of a way as a sentence: `it hands …` becomes `It hands ….`
pub fn sentence(step: &str) -> String {
    let mut letters = step.chars();
    let first: String =
        letters.next().map(|letter| letter.to_ascii_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", letters.as_str())
}

/// What a way depends on.
pub fn depends(keys: &[String]) -> String {
    format!("It depends on conditions on {}. ", shorten::names(keys, 4))
}
