//! One thing with all that is told of it: a finding, a function, a framework, a rule.

use super::{
    EvidencePlace, FaultRow, FindingRow, FrameworkSummary, FunctionChange, FunctionRow, MissingAnswer,
    RequirementRow, RuleRow, TrailRow,
};

/// One finding, whole.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FindingDetail {
    /// What its row says.
    pub row: FindingRow,
    /// Its place in the list with the same filters, for going to the neighbours.
    pub category: String,
    /// What it is about, such as a variable's name.
    pub subject: Option<String>,
    /// Further words of the finding, one a line: the original's `details`.
    pub details: Vec<String>,
    /// Why it matters.
    pub why: String,
    /// The fix in words.
    pub fix: String,
    /// The command with real names, safe to paste into bash.
    pub command: Option<String>,
    /// The deciding bytes.
    pub evidence: Vec<Excerpt>,
    /// Why there is no evidence to show, when there is none.
    pub no_evidence: Option<String>,
    /// Calls whose answers were missing when it was judged.
    pub missing: Vec<MissingAnswer>,
    /// By which dated table it was judged, as a sentence; none where no table decides.
    pub dated: Option<String>,
    /// The requirements it touches.
    pub requirements: Vec<RequirementName>,
    /// Whether a person may say that it is no secret, or take that back.
    pub can_set_aside: bool,
    /// A person's decision that it is none.
    pub set_aside: Option<SetAside>,
}

/// A person's decision about a finding.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SetAside {
    /// Who.
    pub by: String,
    /// Why.
    pub why: String,
    /// The day, `2026-11-27`.
    pub when: String,
}

/// A requirement of a framework.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RequirementName {
    /// The framework's id.
    pub framework: String,
    /// The framework's title.
    pub framework_title: String,
    /// The requirement's id.
    pub id: String,
    /// Its title in our own words.
    pub title: String,
    /// `PASS`, `FAIL`, `NOT_ASSESSED`, `MANUAL`, `NOT_APPLICABLE`, `INHERITED`.
    pub state: String,
}

/// Evidence, laid out for reading; secret values are masked.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Excerpt {
    /// Where the shown value stands.
    pub place: EvidencePlace,
    /// The file's name.
    pub file: String,
    /// The file's SHA-256, once it is known.
    pub sha256: Option<String>,
    /// The call that it answers: `lambda get-function`.
    pub call: String,
    /// The lines.
    pub lines: Vec<ExcerptLine>,
    /// How many lines were left out at the end.
    pub more: u32,
}

/// A line of an excerpt.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ExcerptLine {
    /// How far it is indented.
    pub indent: u32,
    /// Its text; a masked value is left out of it.
    pub text: String,
    /// Whether the line decides.
    pub mark: bool,
    /// A value that is masked, and stands behind `text`.
    pub masked: Option<MaskedValue>,
    /// What stands behind the masked value, such as a comma.
    pub tail: String,
}

/// A value that is shown only when the person asks for it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MaskedValue {
    /// Where it stands, to ask for it.
    pub place: EvidencePlace,
    /// How many characters it has.
    pub length: u32,
    /// The finding that says that it is a secret.
    pub finding: Option<String>,
}

/// One function, whole.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FunctionDetail {
    /// What its row says.
    pub row: FunctionRow,
    /// Its ARN, where known.
    pub arn: Option<String>,
    /// Facts about it: name and value, in an order for reading.
    pub facts: Vec<(String, String)>,
    /// Its checks.
    pub checks: Vec<CheckDetail>,
    /// How the score comes about and how much could be assessed, as sentences; empty where the edition doesn't say.
    pub scoring: Vec<String>,
    /// Its findings.
    pub findings: Vec<FindingRow>,
    /// Its requirements.
    pub requirements: Vec<RequirementName>,
    /// What could not be assessed.
    pub missing: Vec<MissingAnswer>,
    /// The answers that were read for it.
    pub calls: Vec<CallRow>,
    /// Its part of the audit trail, the newest first; the first hundred.
    pub trail: Vec<TrailRow>,
    /// Whether the two text reports and classic files can be had.
    pub has_texts: bool,
    /// From who can call it to what it reaches; none where the edition that judged doesn't tell.
    pub reach: Option<Reach>,
}

/// From who can call a function, through it, to what its role reaches.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reach {
    /// Who can call it, the most open first.
    pub callers: Vec<Caller>,
    /// Operations whose answers could name more callers.
    pub callers_missing: Vec<String>,
    /// Its role's ARN, where known.
    pub role: Option<String>,
    /// The shortest and surest way in which the role may raise its rights.
    pub way: Option<Way>,
    /// What the role reaches, the widest first.
    pub targets: Vec<Target>,
    /// Operations whose answers could name more rights.
    pub rights_missing: Vec<String>,
}

/// Somebody or something that can call a function.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Caller {
    /// What it is.
    pub kind: CallerKind,
    /// Who: `everybody`, an account, an ARN, a service, a URL.
    pub name: String,
    /// The sources, accounts or organisations that conditions leave; empty where nothing narrows it.
    pub only: Vec<String>,
    /// Whether everybody gets in by it.
    pub public: bool,
    /// What it rests on.
    pub behind: Behind,
}

/// What calls a function.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CallerKind {
    /// A function URL.
    #[default]
    Url,
    /// Everybody whom the resource policy's conditions let in.
    Everyone,
    /// An account, a role or a user.
    Principal,
    /// An AWS service.
    Service,
    /// A queue, a stream or a topic that Lambda reads for it.
    EventSource,
}

/// A way to more rights.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Way {
    /// Its name in the catalogues of the field.
    pub id: String,
    /// Its steps: the action, and the words that continue "the role ...".
    pub steps: Vec<(String, String)>,
    /// Keys of conditions that must hold, but aren't known.
    pub only_if: Vec<String>,
    /// What is known about the role that it passes, as a sentence; may be empty.
    pub about_roles: String,
    /// How many other ways there are.
    pub others: u32,
    /// Whether it needs something that already runs with more rights.
    pub needs_other: bool,
    /// What it rests on.
    pub behind: Behind,
}

/// What a role reaches of a service.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Target {
    /// The service's prefix, such as `s3`; `*` for all of them.
    pub service: String,
    /// Its actions, as the policies write them.
    pub actions: Vec<String>,
    /// Its resources, as the policies write them.
    pub resources: Vec<String>,
    /// Whether these are all resources of the service, at least of the account's.
    pub all_resources: bool,
    /// Whether it may change something there; none where that can't be told.
    pub changes: Option<bool>,
    /// Whether it depends on conditions.
    pub conditional: bool,
    /// What it rests on.
    pub behind: Behind,
}

/// What a part of [`Reach`] rests on.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Behind {
    /// The worst finding about it: its id.
    pub finding: Option<String>,
    /// The places in the evidence.
    pub places: Vec<EvidencePlace>,
}

/// A check of one function.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CheckDetail {
    /// Its name.
    pub name: String,
    /// Points kept.
    pub score: u32,
    /// Points possible.
    pub max: u32,
    /// The findings that cost points: id, message, points.
    pub losses: Vec<(String, String, u32)>,
    /// What points would have gone beyond the floor of zero.
    pub floored: bool,
    /// How much of it could be assessed, as a sentence; empty where the edition doesn't say.
    pub assessed: String,
}

/// An answer that was read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CallRow {
    /// `lambda get-function`.
    pub call: String,
    /// Where the answer stands.
    pub place: EvidencePlace,
    /// The file's name.
    pub file: String,
    /// `answered`, or the error's code.
    pub state: String,
    /// The size of the answer in bytes.
    pub bytes: u32,
}

/// One framework, whole.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FrameworkDetail {
    /// What the overview says.
    pub summary: FrameworkSummary,
    /// The sentence under its title.
    pub sentence: String,
    /// What of it is looked at, and what never is; empty where the edition doesn't say.
    pub about: String,
    /// How many functions were judged.
    pub functions: u32,
    /// Its requirements, in its own order.
    pub requirements: Vec<RequirementRow>,
    /// Edition 2025-09: its recommendations, and for how many functions each was given: framework's words, priority, count.
    pub recommendations: Vec<(String, String, u32)>,
}

/// One rule, whole.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RuleDetail {
    /// What its row says.
    pub row: RuleRow,
    /// Why it matters.
    pub why: String,
    /// The fix in words.
    pub fix: String,
    /// The command that fixes, with places for names.
    pub command: Option<String>,
    /// What decides it.
    pub decides: String,
    /// The operations whose answers it needs.
    pub needs: Vec<String>,
    /// When it doesn't apply.
    pub exempt: String,
    /// Who else checks this, or where AWS says it.
    pub sources: String,
    /// What a failure costs, as a sentence.
    pub cost: String,
    /// By which dated table it judges.
    pub dated: Option<String>,
    /// The requirements that it decides or bears on.
    pub requirements: Vec<RequirementName>,
    /// Faults of the published edition that touch it: number and title.
    pub faults: Vec<(u32, String)>,
}

/// What the editions say differently, fault by fault.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Faults {
    /// How many functions were judged by both.
    pub functions: u32,
    /// How many of them the editions differ on.
    pub differ: u32,
    /// Mean scores: published, current.
    pub scores: (u32, u32),
    /// The listed faults, those with most functions first; those that nothing of the evidence shows at the end.
    pub faults: Vec<FaultRow>,
}

/// What would change if the evidence were judged again.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Changes {
    /// The functions that change; at most 1,000 are listed.
    pub functions: Vec<FunctionChange>,
    /// How many functions are the same.
    pub same: u32,
    /// Functions of the audit that the evidence doesn't have.
    pub without_evidence: Vec<String>,
}
