//! Findings in groups: what many of them have in common stands once, with how many there are and how bad they are.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use crate::lists::{Findings, Indexed};
use crate::messages::{GroupRow, Query, Rows};
use crate::select::{List as _, MAX_ROWS};

/// The columns that findings can be grouped by.
pub const GROUPS: [&str; 4] = ["rule", "function", "check", "severity"];

/// A page of the groups of the findings that a query chooses. The query's order is that of the groups.
pub(crate) fn groups(of: &Indexed, query: &Query) -> Rows<GroupRow> {
    let by = GROUPS.into_iter().find(|name| *name == query.group).unwrap_or(GROUPS[0]);
    let selection = of.select_findings(&Query { sort: String::new(), ..query.clone() });
    let findings = Findings(of);
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut groups: Vec<(GroupRow, HashSet<u32>)> = Vec::new();
    for &row in &selection.rows {
        let (at, position) = of.findings[row as usize];
        let finding = &of.function(at).findings[position as usize];
        let value = findings.value(row as usize, by).into_owned();
        let place = *places.entry(value).or_insert_with_key(|value| {
            groups.push((named(of, by, value, (at, finding)), HashSet::new()));
            groups.len() - 1
        });
        let (group, functions) = &mut groups[place];
        group.findings += 1;
        group.points += finding.points;
        group.severities[finding.severity as usize] += 1;
        functions.insert(at);
    }
    let mut groups: Vec<GroupRow> = groups
        .into_iter()
        .map(|(group, functions)| GroupRow { functions: functions.len() as u32, ..group })
        .collect();
    sort(&mut groups, query);
    let from = (query.from as usize).min(groups.len());
    let behind = (from + (query.count as usize).min(MAX_ROWS)).min(groups.len());
    Rows {
        total: groups.len() as u32,
        matched: groups.len() as u32,
        from: query.from,
        rows: groups.drain(from..behind).collect(),
        facets: selection.facets,
    }
}

/// A group that holds nothing yet; the title is what its first finding says of it.
fn named(of: &Indexed, by: &str, value: &str, (at, finding): (u32, &report::Finding)) -> GroupRow {
    let row = GroupRow { value: value.to_owned(), name: value.to_owned(), ..GroupRow::default() };
    match by {
        "rule" => {
            let rule = of.report.catalogue.rule(&finding.rule);
            let title = rule.map_or_else(|| finding.message.to_string(), |rule| rule.title.to_string());
            GroupRow { title, ..row }
        }
        "function" => GroupRow { name: of.name(at).name, ..row },
        _ => row,
    }
}

fn sort(groups: &mut [GroupRow], query: &Query) {
    match query.sort.as_str() {
        "group" => order::by(groups, |a, b| a.name.cmp(&b.name)),
        "functions" => order::by_key(groups, |group| group.functions),
        "findings" => order::by_key(groups, |group| group.findings),
        "points" => order::by_key(groups, |group| group.points),
        // What has more of what is worse comes first.
        _ => order::by_key(groups, |group| Reverse(group.severities)),
    }
    if query.descending {
        groups.reverse();
    }
}
