//! Which question is answered by what: the page reads an answer as what it asked for, so that no more of an answer's code is loaded
//! than the screen that shows it.

use std::marker::PhantomData;

use super::wire::{Reader, Wire};
use super::*;

/// A question that is answered by a `T`.
pub struct Question<T> {
    /// The question.
    pub ask: Ask,
    of: PhantomData<fn() -> T>,
}

/// What may come to any question instead of its answer.
#[derive(Clone, Debug, PartialEq)]
pub enum Otherwise {
    /// [`Answer::NotOpened`].
    NotOpened(Vec<ProblemRow>),
    /// [`Answer::Cancelled`].
    Cancelled,
    /// [`Answer::Failed`].
    Failed(String),
}

/// The first byte of an answer: whether it is the question's own.
enum Kind {
    Own,
    NotOpened,
    Cancelled,
    Failed,
}

macro_rules! questions {
    ($($name:ident($($given:ident: $type:ty),*) asks $ask:ident $({ $($field:ident),* })? $(($value:ident))? -> $answer:ty;)*) => {$(
        impl Question<$answer> {
            #[doc = concat!("[`Ask::", stringify!($ask), "`].")]
            pub fn $name($($given: $type),*) -> Self {
                Self { ask: Ask::$ask $({ $($field),* })? $(($value))?, of: PhantomData }
            }
        }
    )*};
}

questions! {
    open(add: bool, origin: Option<String>, how: How) asks Open { add, origin, how } -> Head;
    judge(how: How) asks Judge(how) -> Head;
    faults() asks Faults -> Faults;
    differences(query: Query) asks Differences(query) -> Rows<DifferenceRow>;
    matrix(query: Query) asks Matrix(query) -> Rows<MatrixRow>;
    set_judgement(judgement: JudgementRow) asks SetJudgement(judgement) -> Head;
    remove_judgement(framework: String, requirement: String)
        asks RemoveJudgement { framework, requirement } -> Head;
    worksheet() asks Worksheet -> Vec<WorksheetRow>;
    rules() asks Rules -> Vec<RuleRow>;
    rule(id: String) asks Rule { id } -> RuleDetail;
    show(shown: Shown) asks Show(shown) -> Head;
    head() asks Head -> Head;
    overview() asks Overview -> Overview;
    functions(query: Query) asks Functions(query) -> Rows<FunctionRow>;
    findings(query: Query) asks Findings(query) -> Rows<FindingRow>;
    groups(query: Query) asks Groups(query) -> Rows<GroupRow>;
    finding(id: String) asks Finding { id } -> FindingDetail;
    function(key: String) asks Function { key } -> FunctionDetail;
    framework(id: String) asks Framework { id } -> FrameworkDetail;
    requirement(framework: String, requirement: String, query: Query)
        asks Requirement { framework, requirement, query } -> Rows<RequirementFunction>;
    trail(query: Query) asks Trail(query) -> Rows<TrailRow>;
    problems() asks Problems -> Vec<ProblemRow>;
    excerpt(place: EvidencePlace) asks Excerpt(place) -> Excerpt;
    reveal(place: EvidencePlace) asks Reveal(place) -> String;
    text(function: String, kind: TextKind) asks Text { function, kind } -> (String, String);
    changes() asks Changes -> Changes;
    compare_with() asks CompareWith -> Compared;
    compared() asks Compared -> Compared;
    fates(query: Query) asks Fates(query) -> Rows<FateRow>;
    export(kind: ExportKind) asks Export(kind) -> (String, String);
    set_aside(id: String, aside: bool) asks SetAside { id, aside } -> FindingDetail;
}

impl Answer {
    /// The answer to the request of this number as bytes.
    pub fn pack(&self, id: u32) -> Vec<u8> {
        let mut bytes = Vec::new();
        id.write(&mut bytes);
        let into = &mut bytes;
        match self {
            Self::NotOpened { problems } => put(Kind::NotOpened, problems, into),
            Self::Cancelled => into.push(Kind::Cancelled as u8),
            Self::Failed { message } => put(Kind::Failed, message, into),
            Self::Opened(it) | Self::Head(it) => put(Kind::Own, it, into),
            Self::Overview(it) => put(Kind::Own, it, into),
            Self::Functions(it) => put(Kind::Own, it, into),
            Self::Findings(it) => put(Kind::Own, it, into),
            Self::Groups(it) => put(Kind::Own, it, into),
            Self::Finding(it) => put(Kind::Own, it, into),
            Self::Function(it) => put(Kind::Own, it, into),
            Self::Framework(it) => put(Kind::Own, it, into),
            Self::Requirement(it) => put(Kind::Own, it, into),
            Self::Trail(it) => put(Kind::Own, it, into),
            Self::Problems(it) => put(Kind::Own, it, into),
            Self::Excerpt(it) => put(Kind::Own, it, into),
            Self::Revealed { text } => put(Kind::Own, text, into),
            Self::Text { text: one, file: two } | Self::File { name: one, media_type: two } => {
                put(Kind::Own, one, into);
                two.write(into);
            }
            Self::Changes(it) => put(Kind::Own, it, into),
            Self::Compared(it) => put(Kind::Own, it, into),
            Self::Fates(it) => put(Kind::Own, it, into),
            Self::Faults(it) => put(Kind::Own, it, into),
            Self::Differences(it) => put(Kind::Own, it, into),
            Self::Matrix(it) => put(Kind::Own, it, into),
            Self::Worksheet(it) => put(Kind::Own, it, into),
            Self::Rules(it) => put(Kind::Own, it, into),
            Self::Rule(it) => put(Kind::Own, it, into),
        }
        bytes
    }
}

fn put(kind: Kind, it: &impl Wire, into: &mut Vec<u8>) {
    into.push(kind as u8);
    it.write(into);
}

/// Reads the answer to a question, behind its number, by how its own answer is read.
pub fn answered<T>(mut from: Reader<'_>, own: impl FnOnce(&mut Reader<'_>) -> T) -> Result<T, Otherwise> {
    otherwise(&mut from)?;
    let answer = own(&mut from);
    if from.is_done() { Ok(answer) } else { Err(unreadable()) }
}

fn otherwise(from: &mut Reader<'_>) -> Result<(), Otherwise> {
    let otherwise = match from.byte() {
        kind if kind == Kind::Own as u8 => return Ok(()),
        kind if kind == Kind::NotOpened as u8 => Otherwise::NotOpened(Wire::read(from)),
        kind if kind == Kind::Cancelled as u8 => Otherwise::Cancelled,
        _ => Otherwise::Failed(Wire::read(from)),
    };
    Err(if from.is_done() { otherwise } else { unreadable() })
}

#[cold]
fn unreadable() -> Otherwise {
    Otherwise::Failed(
        "The engine's answer could not be read. Reload the page and open the files again.".to_owned(),
    )
}

impl<T: Wire> Wire for Rows<T> {
    fn write(&self, into: &mut Vec<u8>) {
        let Self { total, matched, from, rows, facets } = self;
        [*total, *matched, *from].write(into);
        rows.write(into);
        facets.write(into);
    }

    fn read(from: &mut Reader<'_>) -> Self {
        Self::read_by(from, T::read)
    }
}

impl<T> Rows<T> {
    /// Reads rows by how each of them is read.
    pub fn read_by(from: &mut Reader<'_>, row: fn(&mut Reader<'_>) -> T) -> Self {
        let [total, matched, first] = <[u32; 3]>::read(from);
        Self { total, matched, from: first, rows: from.list(row), facets: Wire::read(from) }
    }
}
