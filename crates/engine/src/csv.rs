//! The findings as a spreadsheet.

use compliance::edition_2026_11::{Basis, csv_line};
use report::{Finding, FunctionReport};

use crate::detail::requirement_names;
use crate::messages::Query;
use crate::session::{ExportedFile, Session};

const HEAD: [&str; 18] = [
    "function",
    "arn",
    "account",
    "region",
    "severity",
    "status",
    "rule",
    "title",
    "subject",
    "message",
    "points",
    "evidence",
    "fix",
    "requirements",
    "id",
    "as of",
    "edition",
    "evidence sha-256",
];

/// Every finding a line, those of the account first. No cell runs as a formula: names come from others.
pub(crate) fn findings(session: &Session) -> ExportedFile {
    let report = &session.of().report;
    let mut out = String::new();
    csv_line(&mut out, &HEAD);
    let basis = session.basis();
    for function in std::iter::once(&report.account).chain(&report.functions) {
        for (finding, id) in function.findings.iter().zip(function.ids()) {
            line(&mut out, session, &basis, function, finding, &id);
        }
    }
    file(session, out)
}

/// The findings that a query chooses, in its order: all of them, whichever page of it is asked for.
pub(crate) fn shown(session: &Session, query: &Query) -> ExportedFile {
    let of = session.of();
    let mut out = String::new();
    csv_line(&mut out, &HEAD);
    let basis = session.basis();
    let mut known: Option<(u32, Vec<String>)> = None;
    for row in of.select_findings(query).rows {
        let (at, position) = of.findings[row as usize];
        let function = of.function(at);
        // The ids of a function are made together.
        let (_, ids) = match &mut known {
            Some(known) if known.0 == at => known,
            other => other.insert((at, function.ids())),
        };
        let position = position as usize;
        line(&mut out, session, &basis, function, &function.findings[position], &ids[position]);
    }
    file(session, out)
}

fn file(session: &Session, out: String) -> ExportedFile {
    ExportedFile {
        name: crate::worksheet::dated("lambdascope-findings", &session.of().report.as_of, "csv"),
        media_type: "text/csv".into(),
        bytes: out.into_bytes(),
    }
}

fn line(
    out: &mut String,
    session: &Session,
    basis: &Basis,
    function: &FunctionReport,
    finding: &Finding,
    id: &str,
) {
    let of = session.of();
    let report = &of.report;
    let rule = report.catalogue.rule(&finding.rule);
    let text = |pick: fn(&report::RuleEntry) -> &report::Text| rule.map_or("", |rule| pick(rule).as_ref());
    let evidence = finding.evidence.iter().map(|place| {
        let file = report.evidence.get(place.file as usize).map_or("", |file| file.name.as_str());
        format!("{file} {}", place.pointer())
    });
    let fix = finding.remediation.as_ref().map_or(text(|rule| &rule.fix), |written| written.text.as_ref());
    csv_line(
        out,
        &[
            &function.name,
            function.arn.as_deref().unwrap_or_default(),
            function.account.as_deref().unwrap_or_default(),
            function.region.as_deref().unwrap_or_default(),
            finding.severity.as_str(),
            if finding.muted.is_some() { "FAIL (set aside)" } else { finding.status.as_str() },
            &finding.rule,
            text(|rule| &rule.title),
            finding.subject.as_deref().unwrap_or_default(),
            &finding.message,
            &finding.points.to_string(),
            &evidence.collect::<Vec<_>>().join("\n"),
            fix,
            &requirement_names(of, &finding.rule).join(", "),
            id,
            &basis.as_of,
            &basis.rules,
            &basis.hashes(),
        ],
    );
}
