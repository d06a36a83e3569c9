//! One finding, one function, one framework, whole.

use evidence::{CallId, Evidence, Outcome};
use report::command::{bring, fix};
use report::{Finding, FunctionReport, Place};

use crate::aside;
use crate::excerpt::{Layout, lay_out};
use crate::lacking;
use crate::lists::Indexed;
use crate::messages::{
    CallRow, CheckDetail, EvidencePlace, Excerpt, FindingDetail, FrameworkDetail, FunctionDetail, MatrixRow,
    MissingAnswer, RequirementName, RequirementRow, RuleCount, SetAside, States,
};
use crate::overview::{count, framework_summary, missing_of};

/// What details need beside the report: the evidence, where it is there, and the files' names and hashes.
pub(crate) struct Context<'a> {
    pub of: &'a Indexed,
    pub evidence: Option<&'a Evidence>,
}

/// Evidence beside a finding is laid out in at most so many excerpts.
const MAX_EXCERPTS: usize = 12;

pub(crate) fn finding(context: &Context<'_>, (function, position): (u32, u32)) -> FindingDetail {
    let of = context.of;
    let owner = of.function(function);
    let finding = &owner.findings[position as usize];
    let rule = of.report.catalogue.rule(&finding.rule);
    let (fix_text, command) = match (&finding.remediation, rule) {
        // There is nothing to mend.
        _ if finding.status == checks::Status::NotApplicable => (String::new(), None),
        (Some(written), _) => (written.text.clone().into_owned(), written.command.clone()),
        (None, Some(rule)) => (rule.fix.clone().into_owned(), fix(rule, owner, finding.subject.as_deref())),
        (None, None) => (String::new(), None),
    };
    let mut excerpts =
        context.evidence.map(|evidence| excerpts(context, evidence, &finding.evidence)).unwrap_or_default();
    let id = owner.ids().swap_remove(position as usize);
    // A finding needs no way to itself.
    for line in excerpts.iter_mut().flat_map(|excerpt| &mut excerpt.lines) {
        if let Some(masked) = line.masked.as_mut().filter(|masked| masked.finding.as_ref() == Some(&id)) {
            masked.finding = None;
        }
    }
    let no_evidence = excerpts.is_empty().then(|| no_evidence(context, finding));
    FindingDetail {
        row: of.finding_row((function, position), id),
        category: finding.category.clone().into_owned(),
        subject: finding.subject.as_deref().map(str::to_owned),
        details: finding.details.iter().map(|detail| detail.clone().into_owned()).collect(),
        why: rule.map(|rule| rule.why.clone().into_owned()).unwrap_or_default(),
        fix: fix_text,
        command,
        evidence: excerpts,
        no_evidence,
        dated: crate::rules::dated(&of.report, &finding.rule),
        missing: answers(context.evidence, owner, finding.missing.iter().map(|operation| operation.as_ref())),
        requirements: requirements(of, owner, Some(&finding.rule)),
        can_set_aside: context.evidence.is_some() && aside::can_be(finding),
        set_aside: finding.muted.as_ref().map(|muted| SetAside {
            by: muted.by.clone(),
            why: muted.why.clone(),
            when: muted.when.clone(),
        }),
    }
}

fn no_evidence(context: &Context<'_>, finding: &Finding) -> String {
    match (context.evidence, finding.evidence.is_empty()) {
        (None, true) => {
            "This audit names no evidence. Open the evidence it was made from beside it to judge again."
                .into()
        }
        (None, false) => {
            "The evidence is not open. Open the files that this report was made from beside it.".into()
        }
        (Some(_), true) => "No answer in the evidence speaks of this: that is the finding.".into(),
        (Some(_), false) => {
            "The evidence that is open doesn't hold the place that this finding names.".into()
        }
    }
}

fn answers<'a>(
    evidence: Option<&Evidence>,
    function: &FunctionReport,
    operations: impl Iterator<Item = &'a str>,
) -> Vec<MissingAnswer> {
    let mut operations: Vec<&str> = operations.collect();
    order::sort(&mut operations);
    operations.dedup();
    let describe = |operation: &str| MissingAnswer {
        operation: operation.to_owned(),
        why: lacking::why(evidence, operation),
        functions: 0,
        command: bring(operation, function),
    };
    operations.into_iter().map(describe).collect()
}

/// The requirements of a function; of one rule only where it is given.
fn requirements(of: &Indexed, function: &FunctionReport, rule: Option<&str>) -> Vec<RequirementName> {
    let mut names = Vec::new();
    for framework in &of.report.catalogue.frameworks {
        let outcome = function.compliance.iter().find(|outcome| outcome.framework == framework.id);
        for requirement in &framework.requirements {
            if rule.is_some_and(|rule| !requirement.rules.iter().any(|known| known == rule)) {
                continue;
            }
            let state = match outcome {
                // The account has no requirements of its own: what it does to them shows on all functions together.
                None => over_all(of, &framework.id, &requirement.id),
                Some(outcome) => {
                    let found = outcome.requirements.iter().find(|known| known.id == requirement.id);
                    found.map_or("NOT_ASSESSED", |outcome| outcome.state.as_str())
                }
            };
            names.push(RequirementName {
                framework: framework.id.clone().into_owned(),
                framework_title: framework.title.clone().into_owned(),
                id: requirement.id.clone().into_owned(),
                title: requirement.title.clone().into_owned(),
                state: state.into(),
            });
        }
    }
    names
}

fn over_all(of: &Indexed, framework: &str, requirement: &str) -> &'static str {
    let overall = crate::requirements::overall(of).and_then(|overall| {
        let framework = overall.frameworks.iter().find(|overall| overall.framework.id == framework)?;
        framework.requirements.iter().find(|overall| overall.requirement.id == requirement)
    });
    overall.map_or("NOT_ASSESSED", |overall| overall.state().as_str())
}

/// The requirements that a rule decides or bears on, as a person names them.
pub(crate) fn requirement_names(of: &Indexed, rule: &str) -> Vec<String> {
    let mut names = Vec::new();
    for framework in &of.report.catalogue.frameworks {
        let touched =
            framework.requirements.iter().filter(|known| known.rules.iter().any(|known| known == rule));
        names.extend(touched.map(|requirement| format!("{} {}", framework.id, requirement.id)));
    }
    names
}

/// Lays out the places of a finding; those that stand in one value share an excerpt.
fn excerpts(context: &Context<'_>, evidence: &Evidence, places: &[Place]) -> Vec<Excerpt> {
    let mut groups: Vec<(u32, String, Vec<String>)> = Vec::new();
    for place in places {
        let pointer = place.pointer();
        let Some((base, mark)) = enclosing(evidence, place.file, &pointer) else { continue };
        match groups.iter_mut().find(|(file, known, _)| *file == place.file && *known == base) {
            Some((_, _, marks)) => marks.push(mark),
            None => groups.push((place.file, base, vec![mark])),
        }
    }
    let lay_out = |(file, base, marks): (u32, String, Vec<String>)| {
        excerpt(context, evidence, file, &base, &marks, false)
    };
    groups.into_iter().take(MAX_EXCERPTS).filter_map(lay_out).collect()
}

/// The pointer of the object or array around a value, and the pointer of what is to be marked in it. Where the value itself
/// is not there, the nearest value around it that is there is shown, and nothing is marked.
fn enclosing(evidence: &Evidence, file: u32, pointer: &str) -> Option<(String, String)> {
    let mut at = pointer;
    while evidence.value_at(file, at).is_none() {
        at = &at[..at.rfind('/')?];
    }
    if at != pointer {
        return Some((at.to_owned(), String::new()));
    }
    let is_container = evidence.value_at(file, at).is_some_and(|value| value.text.starts_with(['{', '[']));
    let parent = at.rfind('/').map(|slash| &at[..slash]);
    match parent {
        Some(parent) if !is_container => Some((parent.to_owned(), at.to_owned())),
        _ => Some((at.to_owned(), String::new())),
    }
}

/// Lays out a whole answer or the object at a place; a plain value is marked in the object around it.
pub(crate) fn around(context: &Context<'_>, evidence: &Evidence, place: &EvidencePlace) -> Option<Excerpt> {
    evidence.value_at(place.file, &place.pointer)?;
    let (base, mark) = enclosing(evidence, place.file, &place.pointer)?;
    let marks: &[String] = if mark.is_empty() { &[] } else { &[mark] };
    excerpt(context, evidence, place.file, &base, marks, true)
}

/// Lays out the value at a pointer.
pub(crate) fn excerpt(
    context: &Context<'_>,
    evidence: &Evidence,
    file: u32,
    base: &str,
    marks: &[String],
    full: bool,
) -> Option<Excerpt> {
    let value = evidence.value_at(file, base)?;
    let document = evidence::json::Document::parse(value.text).ok()?;
    let secret = |pointer: &str| {
        let (function, position) = context.of.secret_at(file, pointer)?;
        Some(context.of.function(function).ids().swap_remove(position as usize))
    };
    let (lines, more) = lay_out(&document, &Layout { file, base, marks, full, secret: &secret });
    let known = context.of.report.evidence.get(file as usize);
    // The pointer that is named is that of the deciding value, when there is one.
    let pointer = match marks {
        [only] if !only.is_empty() => only.clone(),
        _ => base.to_owned(),
    };
    Some(Excerpt {
        place: EvidencePlace { file, pointer },
        file: evidence.files().get(file as usize).map(|file| file.name.clone()).unwrap_or_default(),
        sha256: known.and_then(|file| file.sha256.clone()),
        call: evidence.call_at(file, base).map(|(id, _)| call_name(evidence, id)).unwrap_or_default(),
        lines,
        more,
    })
}

/// `lambda get-function`, as the AWS CLI names the call.
pub(crate) fn call_name(evidence: &Evidence, id: CallId) -> String {
    let name = evidence.name(evidence.call(id).operation);
    let (service, operation) = name.split_once(':').unwrap_or(("", name));
    let mut out = format!("{service} ");
    for (at, char) in operation.chars().enumerate() {
        if char.is_ascii_uppercase() && at > 0 {
            out.push('-');
        }
        out.push(char.to_ascii_lowercase());
    }
    out
}

pub(crate) fn function(context: &Context<'_>, at: u32) -> FunctionDetail {
    let of = context.of;
    let function = of.function(at);
    let ids = function.ids();
    let position = |n: usize| (at, n as u32);
    let is_dull = |n: &usize| function.findings[*n].status == checks::Status::NotApplicable;
    let mut order: Vec<usize> = (0..function.findings.len()).filter(|n| !is_dull(n)).collect();
    order::by_key(&mut order, |&n| {
        let finding = &function.findings[n];
        (finding.status, finding.severity, std::cmp::Reverse(finding.points))
    });
    FunctionDetail {
        row: of.function_row(at),
        arn: function.arn.clone(),
        facts: facts(function),
        checks: function.checks.iter().map(|check| check_detail(of, function, &ids, check)).collect(),
        scoring: scoring(&of.report, function),
        findings: order.into_iter().map(|n| of.finding_row(position(n), ids[n].clone())).collect(),
        requirements: requirements(of, function, None),
        missing: answers(context.evidence, function, missing_of(function)),
        calls: context.evidence.map(|evidence| calls(evidence, function)).unwrap_or_default(),
        trail: of
            .trail
            .iter()
            .filter(|(owner, _)| *owner == at)
            .take(100)
            .map(|(owner, entry)| entry.row(of.name(*owner)))
            .collect(),
        has_texts: of.report.rules == "2025-09",
        reach: None,
    }
}

fn facts(function: &FunctionReport) -> Vec<(String, String)> {
    let known = [
        ("Runtime", &function.runtime),
        ("Role", &function.role),
        ("Last changed", &function.modified),
        ("Account", &function.account),
        ("Region", &function.region),
        ("ARN", &function.arn),
    ];
    known.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value.clone()?))).collect()
}

fn check_detail(
    of: &Indexed,
    function: &FunctionReport,
    ids: &[String],
    check: &report::CheckScore,
) -> CheckDetail {
    let of_check =
        || function.findings.iter().zip(ids).filter(|(finding, _)| of.check(finding) == check.name);
    CheckDetail {
        name: check.name.clone().into_owned(),
        score: check.score,
        max: check.max,
        losses: of_check()
            .filter(|(finding, _)| finding.points > 0)
            .map(|(finding, id)| (id.clone(), finding.message.clone().into_owned(), finding.points))
            .collect(),
        assessed: assessed(&of.report, function, check),
        // A failing finding that costs nothing under a check that has nothing left met the floor.
        floored: check.max > 0 && check.score == 0 && of_check().any(|(finding, _)| finding.points == 0),
    }
}

/// How much of a check could be assessed.
fn assessed(report: &report::Report, function: &FunctionReport, check: &report::CheckScore) -> String {
    if report.rules != "2026-11" {
        return String::new();
    }
    let full = crate::rules::full_points();
    if check.max >= full {
        return String::new();
    }
    let of_check =
        |rule: &report::Text| report.catalogue.rule(rule).is_some_and(|entry| entry.check == check.name);
    let open: Vec<&str> = function
        .not_assessed
        .iter()
        .map(|(rule, _)| rule)
        .filter(|rule| of_check(rule))
        .map(AsRef::as_ref)
        .collect();
    format!("Worth {} of {full}, since a part of it could not be assessed: {}.", check.max, open.join(", "))
}

/// The answers that speak of this function: those whose parameters name it, its role, a policy of that, or its log group.
fn calls(evidence: &Evidence, function: &FunctionReport) -> Vec<CallRow> {
    let names = |text: &str, name: &str| !name.is_empty() && text.contains(&crate::excerpt::quoted(name));
    let log_group = format!("/aws/lambda/{}", function.name);
    let policies = function.role.as_deref().map(|role| attached(evidence, role)).unwrap_or_default();
    let speaks = |parameters: &str| {
        names(parameters, &function.name)
            || function.arn.as_deref().is_some_and(|arn| names(parameters, arn))
            || function.role.as_deref().is_some_and(|role| names(parameters, role))
            || names(parameters, &log_group)
            || policies.iter().any(|arn| names(parameters, arn))
    };
    (0_u32..)
        .map(CallId)
        .zip(evidence.calls())
        .filter(|(id, _)| speaks(evidence.parameters(*id)))
        .take(200)
        .map(|(id, call)| {
            let (pointer, state, bytes) = match &call.outcome {
                Outcome::Response(span) => {
                    (call.pointer.response(), "answered".to_owned(), span.end - span.start)
                }
                Outcome::Error { code, .. } => (call.pointer.error(), code.clone(), 0),
            };
            CallRow {
                call: call_name(evidence, id),
                place: EvidencePlace { file: call.file, pointer },
                file: evidence
                    .files()
                    .get(call.file as usize)
                    .map(|file| file.name.clone())
                    .unwrap_or_default(),
                state,
                bytes,
            }
        })
        .collect()
}

/// The ARNs of the managed policies that are attached to a role of that name.
fn attached(evidence: &Evidence, role: &str) -> Vec<String> {
    let quoted = crate::excerpt::quoted(role);
    let of_role = evidence.calls_of("iam:ListAttachedRolePolicies");
    let answers = of_role.filter(|id| evidence.parameters(*id).contains(&quoted));
    let mut arns = Vec::new();
    for answer in answers.filter_map(|id| evidence.response(id)) {
        let policies = answer.root().get("AttachedPolicies");
        let policies = policies.iter().flat_map(evidence::json::Value::items);
        arns.extend(policies.filter_map(|policy| Some(policy.get("PolicyArn")?.text()?.into_owned())));
    }
    arns
}

pub(crate) fn framework(of: &Indexed, id: &str) -> Option<FrameworkDetail> {
    let framework = of.report.catalogue.framework(id)?;
    let outcomes = || {
        of.report.functions.iter().filter_map(|f| f.compliance.iter().find(|outcome| outcome.framework == id))
    };
    let overall = crate::requirements::overall(of)
        .and_then(|overall| overall.frameworks.iter().find(|overall| overall.framework.id == id));
    let requirements = framework.requirements.iter().map(|requirement| {
        let mut states = States::default();
        for outcome in outcomes() {
            match outcome.requirements.iter().find(|known| known.id == requirement.id) {
                Some(known) => count(&mut states, known.state),
                None => states.not_assessed += 1,
            }
        }
        let known = overall.and_then(|overall| {
            overall.requirements.iter().find(|overall| overall.requirement.id == requirement.id)
        });
        let rule = |rule: &report::Text| RuleCount {
            rule: rule.clone().into_owned(),
            title: of
                .report
                .catalogue
                .rule(rule)
                .map(|rule| rule.title.clone().into_owned())
                .unwrap_or_default(),
            states: crate::requirements::rule_states(of, rule),
        };
        let state = known.map_or_else(|| crate::requirements::worst(&states), |overall| overall.state());
        RequirementRow {
            state: state.as_str().into(),
            why: known.map(|overall| overall.why()).unwrap_or_default(),
            notes: known.map(|overall| notes(overall.requirement)).unwrap_or_default(),
            rules: requirement.rules.iter().map(rule).collect(),
            judgement: None,
            id: requirement.id.clone().into_owned(),
            title: requirement.title.clone().into_owned(),
            decides: requirement.decides.clone().into_owned(),
            states,
            support: requirement.support.clone().into_owned(),
        }
    });
    let mut requirements: Vec<RequirementRow> = requirements.collect();
    // What fails comes first, then what is open; within that the order is the registry's.
    for row in &mut requirements {
        order::by_key(&mut row.rules, |rule| {
            let States { fail, manual, not_assessed, .. } = rule.states;
            (fail == 0, manual == 0, not_assessed == 0)
        });
    }
    let judged = outcomes().count() as u32;
    let summary = framework_summary(of, id);
    let sentence = match overall {
        Some(overall) => overall.summary().sentence(),
        None => sentence(&summary, &requirements, judged),
    };
    Some(FrameworkDetail {
        sentence,
        about: overall.map(|overall| overall.framework.about.to_owned()).unwrap_or_default(),
        summary,
        functions: judged,
        requirements,
        recommendations: Vec::new(),
    })
}

/// What there is to say of a requirement beside its state.
fn notes(requirement: &compliance::edition_2026_11::Requirement) -> Vec<String> {
    let mut notes = Vec::new();
    if let Some(obligation) = requirement.obligation {
        notes.push(format!("The rule calls it {}.", obligation.as_str()));
    }
    if !requirement.formerly.is_empty() {
        notes.push(format!("In the annex of 2013: {}.", requirement.formerly.join(", ")));
    }
    if !requirement.said_by.is_empty() {
        let said = requirement.said_by.iter().map(|said| format!("{} ({})", said.tool.as_str(), said.of));
        notes.push(format!("Mapped so by {} too.", said.collect::<Vec<_>>().join(", ")));
    }
    for parameter in requirement.parameters {
        notes.push(format!(
            "{} What {} comes to by its own measure, and its findings, are counted by the rule below; they are not what decides here.",
            parameter.sentence(),
            parameter.rule
        ));
    }
    notes
}

/// A function against the requirements of a framework.
pub(crate) fn matrix_row(of: &Indexed, at: u32, framework: &str) -> MatrixRow {
    let known = of.report.catalogue.framework(framework);
    let outcome = of.function(at).compliance.iter().find(|outcome| outcome.framework == framework);
    let letter = |id: &report::Text| {
        let state = outcome.and_then(|outcome| outcome.requirements.iter().find(|known| known.id == *id));
        crate::requirements::letter(state.map_or(report::State::NotAssessed, |known| known.state))
    };
    let requirements = known.into_iter().flat_map(|known| &known.requirements);
    MatrixRow {
        function: of.name(at),
        states: requirements.map(|requirement| letter(&requirement.id)).collect(),
    }
}

/// How the score comes about, under an edition that says so.
fn scoring(report: &report::Report, function: &FunctionReport) -> Vec<String> {
    if report.rules != "2026-11" {
        return Vec::new();
    }
    let lost: u32 = function.checks.iter().map(|check| check.max.saturating_sub(check.score)).sum();
    let max: u32 = function.checks.iter().map(|check| check.max).sum();
    let open = function.not_assessed.len();
    let dull =
        function.findings.iter().filter(|finding| finding.status == checks::Status::NotApplicable).count();
    let points = if max == 0 {
        "It has no score: nothing of it could be scored.".to_owned()
    } else {
        format!(
            "{} of 100: {} of the {max} points that could be assessed were kept, {lost} lost to the findings below.",
            function.score,
            max.saturating_sub(lost)
        )
    };
    if function.is_gone() {
        return vec![points];
    }
    vec![
        points,
        format!(
            "{:.0} % of the rules that apply could be assessed (share {:.2}, from 0 to 1); {open} could not. What could not be assessed neither gains nor costs points: it makes its check worth less. {dull} more rules do not apply to it.",
            function.assessed * 100.0,
            function.assessed
        ),
        crate::rules::weights(),
    ]
}

fn sentence(
    summary: &crate::messages::FrameworkSummary,
    requirements: &[RequirementRow],
    judged: u32,
) -> String {
    let some = |pick: fn(&States) -> u32| requirements.iter().filter(|row| pick(&row.states) > 0).count();
    let (fail, open, manual) = (some(|s| s.fail), some(|s| s.not_assessed), some(|s| s.manual));
    let clear = requirements.iter().filter(|row| row.states.pass > 0 && row.states.pass == judged).count();
    let mut out = format!("{clear} of {} requirements pass on every function", requirements.len());
    for (count, words) in
        [(fail, "fail on some"), (manual, "need a person"), (open, "could not be assessed on some")]
    {
        if count > 0 {
            out.push_str(&format!("; {count} {words}"));
        }
    }
    out.push('.');
    if let (Some(percentage), Some(compliant)) = (summary.percentage, summary.compliant) {
        out.push_str(&format!(
            " The published original gives {percentage:.1} % on average and calls {compliant} of {judged} functions compliant."
        ));
    }
    out
}
