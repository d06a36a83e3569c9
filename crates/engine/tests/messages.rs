//! The line between page and worker: every question is answered by what the page reads.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that fails panics")]

use engine::messages::*;
use engine::{Opening, Session, Settings};

const ORDERS: &str = include_str!("../../../tests/fixtures/orders.json");

fn open(rules: &str) -> Session {
    let how = How { rules: Some(rules.to_owned()), as_of: None };
    let mut opening = Opening::new(Settings::page("2026-11-23").judged(&how));
    opening.add("orders.json".to_owned(), ORDERS.as_bytes().to_vec());
    while !opening.step(&mut || false) {}
    let mut session = opening.finish().unwrap_or_else(|problems| panic!("{problems:?}"));
    session.hash_slice(&mut || true);
    session
}

/// Sends a question over the line, and its answer back.
fn answer<T: Wire>(session: &mut Session, question: Question<T>) -> Result<T, Otherwise> {
    let sent = Request { id: 7, ask: question.ask };
    let request: Request = unpack(&pack(&sent)).expect("the request is read");
    assert_eq!(request, sent);
    let told = match &request.ask {
        Ask::Export(kind) => match session.export(kind) {
            Ok(file) => Answer::File { name: file.name, media_type: file.media_type },
            Err(message) => Answer::Failed { message },
        },
        ask => session.answer(ask),
    };
    told_as(&told)
}

fn told_as<T: Wire>(told: &Answer) -> Result<T, Otherwise> {
    let bytes = told.pack(7);
    let mut from = Reader::new(&bytes);
    assert_eq!(u32::read(&mut from), 7);
    answered(from, T::read)
}

fn rows() -> Query {
    Query { count: 100, ..Query::default() }
}

#[test]
fn every_question_is_answered_by_what_the_page_reads() {
    for rules in ["2025-09", "2026-11"] {
        let session = &mut open(rules);
        let mut other = session.compare().unwrap();
        while !other.step(session, &mut || false) {}
        assert!(matches!(session.take(other), Answer::Faults(_)));

        let head = answer(session, Question::head()).unwrap();
        assert_eq!((head.rules.as_str(), head.functions), (rules, 2));
        let overview = answer(session, Question::overview()).unwrap();
        assert_eq!(overview.worst.len(), 2);
        let faults = answer(session, Question::faults()).unwrap();
        assert_eq!(faults.functions, 2);
        assert_eq!(answer(session, Question::differences(rows())).unwrap().from, 0);
        assert_eq!(answer(session, Question::compared()).unwrap().older, None);
        assert!(matches!(answer(session, Question::fates(rows())), Err(Otherwise::Failed(_))));
        let Answer::Compared(compared) = session.set_older(open(rules)) else { panic!("not compared") };
        assert_eq!(answer(session, Question::compared()).unwrap(), compared);
        let fates = answer(session, Question::fates(rows())).unwrap();
        assert!(fates.total > 0 && fates.rows.iter().all(|row| row.change == "still_open"), "{fates:?}");
        let functions = answer(session, Question::functions(rows())).unwrap();
        let key = functions.rows[0].key.clone();
        let function = answer(session, Question::function(key.clone())).unwrap();
        assert_eq!(function.row, functions.rows[0]);
        let findings = answer(session, Question::findings(rows())).unwrap();
        assert_eq!(findings.rows.len(), head.findings as usize);
        for by in engine::messages::GROUPS {
            let groups = answer(session, Question::groups(Query { group: by.to_owned(), ..rows() })).unwrap();
            let in_all: u32 = groups.rows.iter().map(|group| group.findings).sum();
            assert_eq!((in_all, groups.matched as usize), (head.findings, groups.rows.len()), "{by}");
            for group in &groups.rows {
                let filters = vec![(by.to_owned(), vec![group.value.clone()])];
                let of = answer(session, Question::findings(Query { filters, ..rows() })).unwrap();
                assert_eq!(of.matched, group.findings, "{by} {group:?}");
                assert_eq!(group.severities.iter().sum::<u32>(), group.findings);
                assert!(!group.value.is_empty(), "an address leaves out what is empty: {group:?}");
            }
        }
        for row in &findings.rows {
            assert_eq!(&answer(session, Question::finding(row.id.clone())).unwrap().row, row);
        }
        let listed = answer(session, Question::rules()).unwrap();
        let rule = answer(session, Question::rule(listed[0].id.clone())).unwrap();
        assert_eq!(rule.row, listed[0]);
        let id = overview.frameworks[0].id.clone();
        let framework = answer(session, Question::framework(id.clone())).unwrap();
        assert_eq!(framework.summary, overview.frameworks[0]);
        let of = framework.requirements[0].id.clone();
        let behind = answer(session, Question::requirement(id.clone(), of.clone(), rows())).unwrap();
        assert_eq!(behind.rows.len(), 2);
        let mut matrix = rows();
        matrix.filters.push(("framework".to_owned(), vec![id.clone()]));
        assert_eq!(answer(session, Question::matrix(matrix)).unwrap().rows.len(), 2);
        assert_eq!(answer(session, Question::trail(rows())).unwrap().from, 0);
        assert_eq!(answer(session, Question::problems()).unwrap(), overview.problems);
        let place = function.calls[0].place.clone();
        assert_eq!(answer(session, Question::excerpt(place.clone())).unwrap().place.file, place.file);
        assert!(
            matches!(answer(session, Question::export(ExportKind::Report)), Ok((_, kind)) if !kind.is_empty())
        );
        if rules == "2025-09" {
            let (text, file) = answer(session, Question::text(key, TextKind::Security)).unwrap();
            assert!(!text.is_empty() && file.ends_with(".txt"), "{file}");
            continue;
        }
        assert!(!answer(session, Question::worksheet()).unwrap().is_empty());
        let judgement = JudgementRow {
            framework: id.clone(),
            requirement: of.clone(),
            verdict: "MET".to_owned(),
            author: "Ada".to_owned(),
            date: "2026-11-20".to_owned(),
            ..JudgementRow::default()
        };
        assert_eq!(answer(session, Question::set_judgement(judgement)).map(|head| head.judgements), Ok(1));
        assert_eq!(answer(session, Question::remove_judgement(id, of)).map(|head| head.judgements), Ok(0));
    }
}

#[test]
fn what_is_no_answer_is_told() {
    let failed = Otherwise::Failed("No. Do that.".to_owned());
    assert_eq!(told_as::<Head>(&Answer::Failed { message: "No. Do that.".to_owned() }), Err(failed));
    assert_eq!(told_as::<Overview>(&Answer::Cancelled), Err(Otherwise::Cancelled));
    let problems = vec![ProblemRow { what: "Bad.".to_owned(), line: Some(7), ..ProblemRow::default() }];
    assert_eq!(
        told_as::<Head>(&Answer::NotOpened { problems: problems.clone() }),
        Err(Otherwise::NotOpened(problems))
    );
}

#[test]
fn an_answer_to_another_question_is_an_error() {
    let check = |told: &Answer| {
        let Err(Otherwise::Failed(message)) = told_as::<Head>(told) else { panic!("{told:?}") };
        assert!(message.contains("could not be read"), "{message}");
    };
    check(&Answer::Problems(Vec::new()));
    check(&Answer::Overview(Overview::default()));
    check(&Answer::Revealed { text: "x".to_owned() });
}
