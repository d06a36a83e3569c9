//! What would change if the evidence of an audit were judged again.

use std::collections::HashMap;

use report::FunctionReport;

use crate::lists::Indexed;
use crate::messages::{Changes, FunctionChange};

/// At most so many functions are listed.
const MAX_FUNCTIONS: usize = 1000;

// A door: `xtask/src/parts.rs` names it.
#[inline(never)]
pub(crate) fn changes(written: &Indexed, judged: &Indexed) -> Changes {
    let mut by_identity: HashMap<&str, u32> = HashMap::new();
    for (at, function) in (0_u32..).zip(&judged.report.functions) {
        by_identity.entry(function.name.as_str()).or_insert(at);
        by_identity.insert(function.identity(), at);
    }
    let mut changes = Changes::default();
    for (at, before) in (0_u32..).zip(&written.report.functions) {
        let found = by_identity.get(before.identity()).or_else(|| by_identity.get(before.name.as_str()));
        let Some(&after) = found else {
            changes.without_evidence.push(before.name.clone());
            continue;
        };
        let after = judged.function(after);
        let (gone, new) = (only_in(before, after), only_in(after, before));
        if gone.is_empty() && new.is_empty() && before.score == after.score {
            changes.same += 1;
        } else if changes.functions.len() < MAX_FUNCTIONS {
            let score_of = |of: &FunctionReport| of.has_score().then_some(of.score);
            let score = (score_of(before), score_of(after));
            changes.functions.push(FunctionChange { function: written.name(at), score, gone, new });
        }
    }
    changes
}

/// The sentences of `one` that `other` doesn't have, each as often as it has more of them.
fn only_in(one: &FunctionReport, other: &FunctionReport) -> Vec<String> {
    let sentence = |f: &report::Finding| format!("{} {}: {}", f.severity.as_str(), f.category, f.message);
    let mut there: HashMap<String, u32> = HashMap::new();
    other.findings.iter().for_each(|finding| *there.entry(sentence(finding)).or_insert(0) += 1);
    let more = |finding: &report::Finding| {
        let sentence = sentence(finding);
        match there.get_mut(&sentence) {
            Some(count) if *count > 0 => {
                *count -= 1;
                None
            }
            _ => Some(sentence),
        }
    };
    one.findings.iter().filter_map(more).collect()
}
