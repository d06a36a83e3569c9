//! The findings as a spreadsheet.

use compliance::edition_2026_11::csv_line;
use report::FunctionReport;

use crate::detail::requirement_names;
use crate::session::{ExportedFile, Session};

const HEAD: [&str; 16] = [
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
];

/// Every finding a line, those of the account first. No cell runs as a formula: names come from others.
pub(crate) fn findings(session: &Session) -> ExportedFile {
    let of = session.of();
    let report = &of.report;
    let mut out = String::new();
    csv_line(&mut out, &HEAD);
    for function in std::iter::once(&report.account).chain(&report.functions) {
        lines(&mut out, session, function);
    }
    ExportedFile {
        name: crate::worksheet::dated("lambdascope-findings", &report.as_of, "csv"),
        media_type: "text/csv".into(),
        bytes: out.into_bytes(),
    }
}

fn lines(out: &mut String, session: &Session, function: &FunctionReport) {
    let of = session.of();
    let report = &of.report;
    for (finding, id) in function.findings.iter().zip(function.ids()) {
        let rule = report.catalogue.rule(&finding.rule);
        let text =
            |pick: fn(&report::RuleEntry) -> &report::Text| rule.map_or("", |rule| pick(rule).as_ref());
        let evidence = finding.evidence.iter().map(|place| {
            let file = report.evidence.get(place.file as usize).map_or("", |file| file.name.as_str());
            format!("{file} {}", place.pointer())
        });
        let fix =
            finding.remediation.as_ref().map_or(text(|rule| &rule.fix), |written| written.text.as_ref());
        csv_line(
            out,
            &[
                &function.name,
                function.arn.as_deref().unwrap_or_default(),
                function.account.as_deref().unwrap_or_default(),
                function.region.as_deref().unwrap_or_default(),
                finding.severity.as_str(),
                finding.status.as_str(),
                &finding.rule,
                text(|rule| &rule.title),
                finding.subject.as_deref().unwrap_or_default(),
                &finding.message,
                &finding.points.to_string(),
                &evidence.collect::<Vec<_>>().join("\n"),
                fix,
                &requirement_names(of, &finding.rule).join(", "),
                &id,
                &report.as_of,
            ],
        );
    }
}
