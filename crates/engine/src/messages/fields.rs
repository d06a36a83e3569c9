//! How the messages travel: their fields, in any order that suits.

use super::wire::{Reader, Wire, enums, structs};
use super::*;

structs! {
    Request { id, ask }
    How { rules, as_of }
    Query { text, filters, sort, descending, group, from, count }
    Progress { stage, file, done, total }
    Head {
        files, accounts, regions, rules, as_of, as_of_source, stamp, functions, findings, trail, problems, shown,
        can_switch, apart, warning, origin, can_judge, runtimes, judgements
    }
    TableRow { as_of, file }
    FileRow { name, bytes, sha256, kind }
    Facet { name, values, more }
    Overview {
        score, range, points, not_audited, assessed, checks, severities, first, frameworks, worst, scores, runtimes, missing, problems,
        set_aside, score_without
    }
    CheckSummary { name, max, lost, lost_total, findings, functions, pieces }
    CheckPiece { rule, title, lost_total, lost, findings }
    FirstThing { severity, rule, title, why, fix, functions, function, finding, only_severity }
    FunctionName { name, key }
    FrameworkSummary { id, title, states, percentage, compliant }
    States { pass, fail, not_assessed, manual, not_applicable, inherited }
    FunctionRow { name, key, place, score, assessed, severities, runtime, role, modified, error }
    GroupRow { value, name, title, severities, findings, functions, points }
    FindingRow { id, severity, status, rule, title, check, function, message, points }
    FindingDetail {
        row, category, subject, details, why, fix, command, evidence, no_evidence, missing, dated, requirements,
        can_set_aside, set_aside
    }
    SetAside { by, why, when }
    RequirementName { framework, framework_title, id, title, state }
    EvidencePlace { file, pointer }
    Excerpt { place, file, sha256, call, lines, more }
    ExcerptLine { indent, text, mark, masked, tail }
    MaskedValue { place, length, finding }
    FunctionDetail { row, arn, facts, checks, scoring, findings, requirements, missing, calls, trail, has_texts, reach }
    Reach { callers, callers_missing, role, way, targets, rights_missing }
    Caller { kind, name, only, public, behind }
    Way { id, steps, only_if, about_roles, others, needs_other, behind }
    Target { service, actions, resources, all_resources, changes, conditional, behind }
    Behind { finding, places }
    CheckDetail { name, score, max, losses, floored, assessed }
    CallRow { call, place, file, state, bytes }
    MissingAnswer { operation, why, functions, command }
    FrameworkDetail { summary, sentence, about, functions, requirements, recommendations }
    RequirementRow { id, title, decides, states, support, state, why, notes, rules, judgement }
    RuleCount { rule, title, states }
    JudgementRow { framework, requirement, verdict, author, date, note, of_other_evidence }
    MatrixRow { function, states }
    WorksheetRow { framework, framework_title, requirement, title, support, state, why, failing, judgement }
    RuleRow { id, title, check, severity, states, words }
    RuleDetail { row, why, fix, command, decides, needs, exempt, sources, cost, dated, requirements, faults }
    Faults { functions, differ, scores, faults }
    FaultRow { number, title, part, published, right, old_rules, criteria, new_rules, functions }
    DifferenceRow { function, fault, old, new }
    Said { by, state, severity, message, finding }
    RequirementFunction { function, state, message, rules }
    TrailRow { time, event, user, source_ip, user_agent, function, error }
    ProblemRow { file, severity, line, column, pointer, what, remedy, sealed }
    Changes { functions, same, without_evidence }
    FunctionChange { function, score, gone, new }
    Compared { older, newer, counts, trouble }
    AuditSide { files, as_of, rules, functions, score }
    FateRow { change, severity, rule, function, message, was, why, finding }
}

enums! {
    Ask (Self::Cancel) {
        Open { add, origin, how }, Judge(it), Faults, Differences(it), Matrix(it), SetJudgement(it),
        RemoveJudgement { framework, requirement }, Worksheet, Rules, Rule { id }, Cancel, Show(it), Head, Overview,
        Functions(it), Findings(it), Groups(it), Finding { id }, Function { key }, Framework { id },
        Requirement { framework, requirement, query }, Trail(it), Problems, Excerpt(it), Reveal(it),
        Text { function, kind }, Changes, CompareWith, Compared, Fates(it), Export(it), SetAside { id, aside }
    }
    Shown (Self::Judged) { AsWritten, Judged }
    Event (Self::Ready) { Ready, Progress(it), Completed }
    CallerKind (Self::Url) { Url, Everyone, Principal, Service, EventSource }
    TextKind (Self::Security) { Security, Compliance }
    ExportKind (Self::Report) {
        Report, Findings, Shown(it), Worksheet, Judgements, Classic, SecurityAudit { function },
        ComplianceReport { function }
    }
}
