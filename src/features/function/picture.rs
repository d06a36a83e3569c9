//! Where the parts of the small picture stand that shows how far a function reaches: who can call it, what it runs as, what
//! that reaches. What a part says is worked out once, for the picture and for the list beside it.

use engine::messages::{Behind, Caller, CallerKind, EvidencePlace, Reach, Target, Way};

use super::words;
use crate::ui::shorten::{self, middle};

/// How a part is drawn. Nothing is ever drawn as safe: what nobody looked at least of all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// It could not be looked at.
    Unknown,
    /// Nothing is said against it.
    Plain,
    /// The function and its role.
    Own,
    /// A finding says that it is too wide.
    Open,
    /// A step to more rights.
    Step,
}

/// Where a part leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Link {
    /// To the finding with this id.
    Finding(String),
    /// To its place in the list beside the picture, by this name, where its evidence unfolds.
    Here(String),
    /// To all findings of the function.
    Findings,
}

/// A part of the picture, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// How it is drawn.
    pub kind: Kind,
    /// Its name.
    pub title: String,
    /// What is to be said of it.
    pub aside: String,
    /// The name of its place in the list.
    pub here: String,
    /// Where it leads.
    pub link: Link,
    /// The evidence for it.
    pub places: Vec<EvidencePlace>,
}

/// All parts, from left to right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parts {
    /// What it comes to, in a sentence or two.
    pub summary: String,
    /// Who can call it.
    pub callers: Vec<Part>,
    /// The function.
    pub function: Part,
    /// What it runs as.
    pub role: Part,
    /// The way to more rights, the goal last.
    pub way: Vec<Part>,
    /// What its role reaches.
    pub targets: Vec<Part>,
}

/// What there is to say.
pub fn parts(name: &str, reach: &Reach) -> Parts {
    let mut callers: Vec<Part> =
        reach.callers.iter().enumerate().map(|(at, caller)| of_caller(at, caller)).collect();
    if callers.is_empty() && reach.callers_missing.is_empty() {
        callers.push(part(Kind::Plain, words::NO_CALLER, words::NO_CALLER_WHY, "callers"));
    }
    callers.extend(unknown(&reach.callers_missing, "callers"));
    let mut targets: Vec<Part> =
        reach.targets.iter().enumerate().map(|(at, target)| of_target(at, target)).collect();
    if targets.is_empty() && reach.rights_missing.is_empty() {
        targets.push(part(Kind::Plain, words::NO_TARGET, words::NO_TARGET_WHY, "targets"));
    }
    targets.extend(unknown(&reach.rights_missing, "targets"));
    let role = match &reach.role {
        Some(arn) => part(Kind::Own, arn.rsplit('/').next().unwrap_or(arn), words::ROLE, "targets"),
        None => part(Kind::Unknown, words::CANNOT_TELL, words::NO_ROLE, "targets"),
    };
    Parts {
        summary: words::summary(reach),
        callers,
        function: Part { link: Link::Findings, ..part(Kind::Own, name, words::THE_FUNCTION, "callers") },
        role,
        way: reach.way.as_ref().map(of_way).unwrap_or_default(),
        targets,
    }
}

fn part(kind: Kind, title: &str, aside: &str, here: &str) -> Part {
    Part {
        kind,
        title: title.to_owned(),
        aside: aside.to_owned(),
        here: here.to_owned(),
        link: Link::Here(here.to_owned()),
        places: Vec::new(),
    }
}

fn of(part: Part, behind: &Behind) -> Part {
    let link = behind.finding.clone().map_or(Link::Here(part.here.clone()), Link::Finding);
    Part { link, places: behind.places.clone(), ..part }
}

fn unknown(missing: &[String], here: &str) -> Option<Part> {
    let (first, more) = missing.split_first()?;
    let aside = words::not_there(first, more.len());
    Some(part(Kind::Unknown, words::CANNOT_TELL, &aside, here))
}

fn of_caller(at: usize, caller: &Caller) -> Part {
    let kind = if caller.public || caller.behind.finding.is_some() { Kind::Open } else { Kind::Plain };
    let title = match caller.kind {
        CallerKind::Everyone => words::EVERYBODY,
        CallerKind::Url => without_scheme(&caller.name).trim_end_matches('/'),
        _ => words::resource(&caller.name),
    };
    of(part(kind, title, &words::caller(caller), &format!("caller-{at}")), &caller.behind)
}

fn without_scheme(url: &str) -> &str {
    url.strip_prefix("https://").unwrap_or(url)
}

fn of_target(at: usize, target: &Target) -> Part {
    let kind = if target.behind.finding.is_some() { Kind::Open } else { Kind::Plain };
    let title = if target.service == "*" { words::EVERY_SERVICE } else { target.service.as_str() };
    of(part(kind, title, &words::target(target), &format!("target-{at}")), &target.behind)
}

fn of_way(way: &Way) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    for (at, (action, words)) in way.steps.iter().enumerate() {
        // The words name the action and its policy once more, in brackets.
        let words = words.split('(').next().unwrap_or(words).trim_end();
        let title = format!("{}. {action}", at + 1);
        parts.push(of(part(Kind::Step, &title, words, "way"), &way.behind));
    }
    let goal = if way.needs_other { words::PERHAPS_MORE_RIGHTS } else { words::MORE_RIGHTS };
    parts.push(of(part(Kind::Step, goal, &words::other_ways(way.others), "way"), &way.behind));
    parts
}

/// A part in its place, its words cut to fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    /// How it is drawn.
    pub kind: Kind,
    /// Left, top, width.
    pub at: (i32, i32, i32),
    /// Its name, cut.
    pub title: String,
    /// What is said of it, cut.
    pub aside: String,
    /// All of its words.
    pub whole: String,
    /// Where it leads.
    pub link: Link,
}

/// A picture.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Picture {
    /// Its width and height.
    pub size: (i32, i32),
    /// Its boxes, in the order of reading.
    pub boxes: Vec<Placed>,
    /// Its lines, the most important last, so that it lies on top.
    pub lines: Vec<(Kind, String)>,
    /// Headings and where they stand.
    pub heads: Vec<(&'static str, i32, i32)>,
}

/// The height of a box.
pub const HEIGHT: i32 = 46;
const GAP: i32 = 10;
/// Between the steps of a way there is room for an arrow.
const STEP: i32 = 20;
const HEAD: i32 = 22;
/// A column shows so many parts, one of which may say how many more there are.
const MOST: usize = 6;

const WIDE: i32 = 960;
const NARROW: i32 = 340;
/// Where the boxes of the narrow picture begin; lines go down at the left of them.
const INDENT: i32 = 22;
const SPINE: i32 = 9;

impl Placed {
    fn middle(&self) -> i32 {
        self.at.1 + HEIGHT / 2
    }

    fn bottom(&self) -> i32 {
        self.at.1 + HEIGHT
    }
}

/// Three columns, for a wide screen and for paper.
pub fn wide(parts: &Parts) -> Picture {
    let (left, middle, right) = ((0, 280), (360, 240), (680, 280));
    let mut callers = column(&shown(&parts.callers, "callers"), left, 0, GAP);
    let mut way = column(&parts.way, right, 0, STEP);
    let mut targets = column(&shown(&parts.targets, "targets"), right, after(&way, 0, 16), GAP);
    let own = 2 * HEIGHT + 40;
    let height = after(&callers, 0, 0).max(after(&targets, 0, 0)).max(own);
    let centre = HEAD + height / 2;
    let down = |column: &mut [Placed], by: i32| column.iter_mut().for_each(|placed| placed.at.1 += by);
    let by = HEAD + (height - after(&callers, 0, 0)) / 2;
    down(&mut callers, by);
    let by = HEAD + (height - after(&targets, 0, 0)) / 2;
    down(&mut way, by);
    down(&mut targets, by);
    let function = placed(&parts.function, (middle.0, centre - own / 2, middle.1));
    let role = placed(&parts.role, (middle.0, centre + own / 2 - HEIGHT, middle.1));

    let mut lines: Vec<(Kind, String)> = Vec::new();
    let mut curve = |kind: Kind, from: (i32, i32), to: (i32, i32)| {
        let half = (from.0 + to.0) / 2;
        let ((x, y), (end, at)) = (from, to);
        lines.push((kind, format!("M{x} {y}C{half} {y} {half} {at} {end} {at}{}", tip(to, (1, 0)))));
    };
    for caller in &callers {
        curve(caller.kind, (left.1, caller.middle()), (middle.0, function.middle()));
    }
    for target in way.iter().take(1).chain(&targets) {
        curve(target.kind, (middle.0 + middle.1, role.middle()), (right.0, target.middle()));
    }
    let x = middle.0 + middle.1 / 2;
    lines.push((Kind::Own, down_to((x, function.bottom()), role.at.1)));
    steps(&mut lines, &way, right.0 + 24);
    let heads =
        vec![(words::CALLERS, left.0, 12), (words::RUNS_AS, middle.0, 12), (words::TARGETS, right.0, 12)];
    let boxes = callers.into_iter().chain([function, role]).chain(way).chain(targets).collect();
    picture((WIDE, HEAD + height + 2), boxes, lines, heads)
}

/// One column, for a narrow screen.
pub fn narrow(parts: &Parts) -> Picture {
    let indented = (INDENT, NARROW - INDENT);
    let callers = column(&shown(&parts.callers, "callers"), indented, HEAD, GAP);
    let function = placed(&parts.function, (0, after(&callers, HEAD, 2 * GAP), NARROW));
    let role = placed(&parts.role, (0, function.bottom() + 26, NARROW));
    let head = role.bottom() + 2 * GAP + 12;
    let way = column(&parts.way, indented, head + GAP, STEP);
    let targets = column(
        &shown(&parts.targets, "targets"),
        indented,
        after(&way, head + GAP, if way.is_empty() { 0 } else { 2 * GAP }),
        GAP,
    );
    let mut lines: Vec<(Kind, String)> = Vec::new();
    for caller in &callers {
        let top = function.at.1;
        let path = format!("M{INDENT} {}H{SPINE}V{top}{}", caller.middle(), tip((SPINE, top), (0, 1)));
        lines.push((caller.kind, path));
    }
    for target in way.iter().take(1).chain(&targets) {
        let (from, at) = (role.bottom(), target.middle());
        lines.push((target.kind, format!("M{SPINE} {from}V{at}H{INDENT}{}", tip((INDENT, at), (1, 0)))));
    }
    lines.push((Kind::Own, down_to((NARROW / 2, function.bottom()), role.at.1)));
    steps(&mut lines, &way, INDENT + 24);
    let heads = vec![(words::CALLERS, 0, 12), (words::TARGETS, INDENT, head)];
    let height = after(&targets, 0, 2);
    let boxes = callers.into_iter().chain([function, role]).chain(way).chain(targets).collect();
    picture((NARROW, height), boxes, lines, heads)
}

fn picture(
    size: (i32, i32),
    boxes: Vec<Placed>,
    lines: Vec<(Kind, String)>,
    heads: Vec<(&'static str, i32, i32)>,
) -> Picture {
    // What is told last is drawn over the rest.
    let of = |kind: Kind| lines.iter().filter(move |line| line.0 == kind).cloned();
    let lines =
        [Kind::Unknown, Kind::Plain, Kind::Own, Kind::Open, Kind::Step].into_iter().flat_map(of).collect();
    Picture { size, boxes, lines, heads }
}

/// What a column shows: the first parts, how many more there are, and always what can't be told.
fn shown(parts: &[Part], here: &str) -> Vec<Part> {
    if parts.len() <= MOST {
        return parts.to_vec();
    }
    let (unknown, known): (Vec<&Part>, Vec<&Part>) =
        parts.iter().partition(|part| part.kind == Kind::Unknown);
    let first = MOST - 1 - unknown.len();
    let mut shown: Vec<Part> = known.iter().take(first).map(|&part| part.clone()).collect();
    let rest = known.get(first..).unwrap_or_default();
    if !rest.is_empty() {
        // A summary is drawn as the worst of what it stands for.
        let kind = rest.iter().map(|part| part.kind).max().unwrap_or(Kind::Plain);
        shown.push(part(kind, &words::more(rest.len()), words::IN_THE_LIST, here));
    }
    shown.extend(unknown.into_iter().cloned());
    shown
}

fn column(parts: &[Part], (left, width): (i32, i32), top: i32, gap: i32) -> Vec<Placed> {
    let tops = (0..).map(|at: i32| top + at * (HEIGHT + gap));
    parts.iter().zip(tops).map(|(part, top)| placed(part, (left, top, width))).collect()
}

/// Where the next box may begin.
fn after(column: &[Placed], otherwise: i32, gap: i32) -> i32 {
    column.last().map_or(otherwise, |last| last.bottom() + gap)
}

fn placed(part: &Part, at: (i32, i32, i32)) -> Placed {
    // Nothing here knows how wide a letter is: these are wide ones.
    let room = |letter: i32| usize::try_from((at.2 - 20) * 10 / letter).unwrap_or_default();
    Placed {
        kind: part.kind,
        at,
        title: middle(&part.title, room(92)),
        aside: shorten::end(&part.aside, room(70)),
        whole: format!("{}: {}", part.title, part.aside),
        link: part.link.clone(),
    }
}

fn steps(lines: &mut Vec<(Kind, String)>, way: &[Placed], x: i32) {
    for pair in way.windows(2) {
        if let [one, next] = pair {
            lines.push((next.kind, down_to((x, one.bottom()), next.at.1)));
        }
    }
}

fn down_to((x, from): (i32, i32), to: i32) -> String {
    format!("M{x} {from}V{to}{}", tip((x, to), (0, 1)))
}

/// The head of an arrow that comes in a direction.
fn tip((x, y): (i32, i32), (dx, dy): (i32, i32)) -> String {
    let back = |side: i32| (x - 7 * dx + 4 * side * dy, y - 7 * dy + 4 * side * dx);
    let ((ax, ay), (bx, by)) = (back(1), back(-1));
    format!("M{ax} {ay}L{x} {y}L{bx} {by}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reach(callers: usize, targets: usize) -> Reach {
        let caller = |at: usize| Caller {
            kind: CallerKind::EventSource,
            name: format!("arn:aws:sqs:us-east-1:123456789012:queue-{at}"),
            ..Caller::default()
        };
        let target = |at: usize| Target { service: format!("s{at}"), ..Target::default() };
        Reach {
            callers: (0..callers).map(caller).collect(),
            targets: (0..targets).map(target).collect(),
            role: Some("arn:aws:iam::123456789012:role/path/orders-role".to_owned()),
            ..Reach::default()
        }
    }

    fn way(steps: usize) -> Way {
        let step = |at: usize| (format!("iam:Step{at}"), format!("it does {at} (iam:Step{at}, by `p`)"));
        let behind = Behind { finding: Some("f".to_owned()), places: Vec::new() };
        Way { steps: (0..steps).map(step).collect(), behind, ..Way::default() }
    }

    /// No box lies on another or outside, and every line begins and ends inside.
    fn sound(picture: &Picture) {
        for (at, one) in picture.boxes.iter().enumerate() {
            let (left, top, width) = one.at;
            assert!(left >= 0 && top >= 0 && left + width <= picture.size.0, "{one:?}");
            assert!(one.bottom() <= picture.size.1, "{one:?} in {:?}", picture.size);
            for other in picture.boxes.iter().skip(at + 1) {
                let beside = left + width <= other.at.0 || other.at.0 + other.at.2 <= left;
                let above = one.bottom() < other.at.1 || other.bottom() < top;
                assert!(beside || above, "{one:?} lies on {other:?}");
            }
        }
        // Each box but the function has a line to it or from it.
        assert!(picture.lines.len() >= picture.boxes.len() - 1);
    }

    #[test]
    fn nothing_lies_on_anything_else() {
        for (callers, targets, steps) in [(0, 0, 0), (1, 1, 1), (3, 40, 4), (500, 2, 0), (9, 9, 3)] {
            for missing in [Vec::new(), vec!["lambda:GetPolicy".to_owned()]] {
                let mut reach = reach(callers, targets);
                reach.way = (steps > 0).then(|| way(steps));
                reach.callers_missing.clone_from(&missing);
                reach.rights_missing = missing;
                let parts = parts("orders", &reach);
                sound(&wide(&parts));
                sound(&narrow(&parts));
            }
        }
    }

    #[test]
    fn what_nobody_looked_at_is_always_drawn_as_such() {
        for callers in [0, 3, 500] {
            let mut reach = reach(callers, 500);
            reach.callers_missing =
                vec!["lambda:GetPolicy".to_owned(), "lambda:GetFunctionUrlConfig".to_owned()];
            reach.rights_missing = vec!["iam:GetRole".to_owned()];
            let parts = parts("orders", &reach);
            for picture in [wide(&parts), narrow(&parts)] {
                let unknown: Vec<&str> = picture
                    .boxes
                    .iter()
                    .filter(|placed| placed.kind == Kind::Unknown)
                    .map(|placed| placed.whole.as_str())
                    .collect();
                assert_eq!(unknown.len(), 2);
                assert!(unknown[0].starts_with("Can't tell: lambda:GetPolicy and 1 more"), "{unknown:?}");
                assert_eq!(picture.lines.iter().filter(|(kind, _)| *kind == Kind::Unknown).count(), 2);
            }
            assert!(
                parts.callers.iter().all(|part| part.title != words::NO_CALLER),
                "not looked at is not none"
            );
        }
        let nobody = parts("orders", &reach(0, 0));
        assert_eq!(nobody.callers[0].title, words::NO_CALLER);
        let no_role = parts("orders", &Reach::default());
        assert_eq!(no_role.role.kind, Kind::Unknown);
    }

    #[test]
    fn each_part_leads_to_its_finding_or_its_evidence() {
        let mut reach = reach(2, 1);
        reach.callers[0].behind.finding = Some("a".to_owned());
        reach.way = Some(way(2));
        let parts = parts("orders", &reach);
        assert_eq!(
            (parts.callers[0].kind, &parts.callers[0].link),
            (Kind::Open, &Link::Finding("a".to_owned()))
        );
        assert_eq!(
            (parts.callers[1].kind, &parts.callers[1].link),
            (Kind::Plain, &Link::Here("caller-1".to_owned()))
        );
        assert_eq!(parts.function.link, Link::Findings);
        let told: Vec<(&str, &str)> =
            parts.way.iter().map(|part| (part.title.as_str(), part.aside.as_str())).collect();
        assert_eq!(
            told,
            [
                ("1. iam:Step0", "it does 0"),
                ("2. iam:Step1", "it does 1"),
                (words::MORE_RIGHTS, "than it was given")
            ]
        );
        assert!(parts.way.iter().all(|part| part.link == Link::Finding("f".to_owned())));
    }

    #[test]
    fn words_are_cut_to_fit_and_whole_on_demand() {
        let mut reach = reach(1, 0);
        reach.callers[0].name = format!("arn:aws:sqs:us-east-1:123456789012:{}", "q".repeat(80));
        let parts = parts(&"f".repeat(64), &reach);
        assert_eq!(parts.callers[0].title.len(), 80);
        for picture in [wide(&parts), narrow(&parts)] {
            for placed in &picture.boxes {
                let room = (placed.at.2 - 20) as f32;
                assert!(placed.title.chars().count() as f32 * 9.0 <= room, "{placed:?}");
                assert!(placed.aside.chars().count() as f32 * 6.9 <= room, "{placed:?}");
            }
            assert!(picture.boxes[0].whole.contains(&"q".repeat(80)));
        }
    }

    #[test]
    fn a_long_column_says_how_many_more_and_how_bad() {
        let mut reach = reach(9, 1);
        reach.callers[8].public = true;
        let parts = parts("orders", &reach);
        let picture = wide(&parts);
        let more = &picture.boxes[MOST - 1];
        assert_eq!((more.title.as_str(), more.kind), ("and 4 more", Kind::Open));
        assert_eq!(parts.callers.len(), 9);
    }
}
