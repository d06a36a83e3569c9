//! From who can call a function to what its role reaches, with the finding or the evidence behind each part.

use checks::edition_2026_11 as current;
use checks::{Evidence, EvidenceRef, Status};
use report::{Catalogue, Finding, FunctionReport};

use crate::judge::place;
use crate::messages::{Behind, Caller, CallerKind, EvidencePlace, Reach, Target, Way};

/// A judgement that can still be asked how far a function reaches, and what it would say without some findings.
pub trait Reaching {
    /// The score of a function, were there no findings that a person set aside. A rule fails as long as one finding of it is left.
    fn score_without(&self, function: &FunctionReport, catalogue: &Catalogue) -> u32;
    /// From who can call the function with that number to what it reaches.
    fn reach(&mut self, evidence: &Evidence, function: &FunctionReport, at: usize) -> Option<Reach>;
}

impl std::fmt::Debug for dyn Reaching {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a judgement that can be asked")
    }
}

/// What was found out, for the page.
pub(crate) fn told(evidence: &Evidence, function: &FunctionReport, found: current::Reach) -> Reach {
    let ids = function.ids();
    let behind = |rules: &str, about: &[&str], at: &[EvidenceRef]| {
        behind(evidence, (function, &ids), rules, about, at)
    };
    let owned = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
    Reach {
        callers: found
            .callers
            .iter()
            .map(|caller| Caller {
                kind: kind(caller.kind),
                name: caller.name.clone(),
                only: caller.only.clone(),
                public: caller.public,
                behind: behind(
                    "EXP-",
                    caller.statement.as_deref().as_slice(),
                    std::slice::from_ref(&caller.evidence),
                ),
            })
            .collect(),
        callers_missing: owned(&found.callers_missing),
        role: found.role,
        way: found.escalation.map(|way| Way {
            id: way.id.to_owned(),
            behind: behind("IAM-02", &[way.id], &way.evidence),
            steps: way.actions.iter().map(|&action| action.to_owned()).zip(way.steps).collect(),
            only_if: way.only_if,
            about_roles: way.about_roles,
            others: way.others as u32,
            needs_other: way.needs_other,
        }),
        targets: found
            .reaches
            .into_iter()
            .map(|reached| Target {
                behind: behind(
                    "IAM-",
                    &reached.statements.iter().map(String::as_str).collect::<Vec<_>>(),
                    &reached.evidence,
                ),
                service: reached.service,
                actions: reached.actions,
                resources: reached.resources,
                all_resources: reached.all_resources,
                changes: reached.changes,
                conditional: reached.conditional,
            })
            .collect(),
        rights_missing: owned(&found.rights_missing),
    }
}

fn kind(kind: current::CallerKind) -> CallerKind {
    match kind {
        current::CallerKind::Url => CallerKind::Url,
        current::CallerKind::Everyone => CallerKind::Everyone,
        current::CallerKind::Principal => CallerKind::Principal,
        current::CallerKind::Service => CallerKind::Service,
        current::CallerKind::EventSource => CallerKind::EventSource,
    }
}

/// The worst failure of these rules that stands on one of the places, and the places. Where a policy is text, all of its
/// statements have one place: then what the finding is about tells them apart.
fn behind(
    evidence: &Evidence,
    (function, ids): (&FunctionReport, &[String]),
    rules: &str,
    about: &[&str],
    at: &[EvidenceRef],
) -> Behind {
    let places: Vec<_> = at.iter().map(|of| place(evidence, of.call, of.pointer.clone())).collect();
    let speaks = |finding: &Finding| {
        let subject = finding.subject.as_deref().unwrap_or_default();
        finding.rule.starts_with(rules)
            && finding.status == Status::Fail
            && (about.is_empty() || about.contains(&subject))
            && finding.evidence.iter().any(|own| places.contains(own))
    };
    let failures = function.findings.iter().zip(ids).filter(|(finding, _)| speaks(finding));
    Behind {
        finding: failures.min_by_key(|(finding, _)| finding.severity).map(|(_, id)| id.clone()),
        places: places
            .iter()
            .map(|place| EvidencePlace { file: place.file, pointer: place.pointer() })
            .collect(),
    }
}
