//! Scratch.
#![allow(clippy::all, clippy::unwrap_used, clippy::panic, clippy::print_stdout)]
use engine::messages::*;
use engine::*;
fn main() {
    let path = std::env::args().nth(1).unwrap();
    let mut o = Opening::new(Settings { edition: &Current, ..Settings::page("2026-11-27") });
    o.add("a.json".into(), std::fs::read(&path).unwrap());
    while !o.step(&mut || true) {}
    let mut s = o.finish().unwrap_or_else(|p| panic!("{p:?}"));
    let Answer::Overview(v) = s.answer(&Ask::Overview) else { panic!() };
    for f in &v.first {
        println!("FIRST {} {} {} {} functions={}", f.severity, f.rule, f.title, f.function.name, f.functions);
    }
    let Answer::Functions(rows) = s.answer(&Ask::Functions(Query { count: 1000, ..Query::default() })) else {
        panic!()
    };
    let t = std::time::Instant::now();
    let mut shapes = std::collections::BTreeMap::new();
    for (n, row) in rows.rows.iter().enumerate() {
        let Answer::Function(f) = s.answer(&Ask::Function { key: row.key.clone() }) else { panic!() };
        let r = f.reach.unwrap();
        *shapes
            .entry((
                r.callers.len(),
                r.callers_missing.len(),
                r.way.is_some(),
                r.targets.len(),
                r.rights_missing.len(),
                r.callers.iter().any(|c| c.public),
            ))
            .or_insert(0) += 1;
        if n < 3 {
            println!("{} {:#?}", row.name, r);
        }
    }
    println!("{:?} for {} functions", t.elapsed(), rows.rows.len());
    for (k, v) in shapes {
        println!("{k:?} {v}");
    }
}
