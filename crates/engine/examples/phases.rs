//! How long reading and judging take, slice by slice, as the page does it: `phases EDITION FILE...`
//!
//! `cargo run --release -p engine --example phases -- 2026-11 bundle.json`

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a measurement for people at a terminal")]

use std::time::{Duration, Instant};

use engine::{Current, Edition, Limits, Opening, Published, Settings};

fn main() {
    let mut arguments = std::env::args().skip(1);
    let edition: &'static dyn Edition = match arguments.next().as_deref() {
        Some("2025-09") => &Published,
        _ => &Current,
    };
    let mut opening =
        Opening::new(Settings { edition, limits: Limits::COMMAND, ..Settings::page("2026-11-27") });
    for name in arguments {
        let bytes = std::fs::read(&name).unwrap();
        opening.add(name, bytes);
    }
    let mut phases: Vec<(String, Duration)> = Vec::new();
    let (mut last, mut longest) = (Instant::now(), Duration::ZERO);
    loop {
        // One slice at a time: whoever asks is told no.
        let done = opening.step(&mut || false);
        let took = last.elapsed();
        last = Instant::now();
        longest = longest.max(took);
        let stage = opening.progress().stage;
        match phases.last_mut().filter(|(known, _)| *known == stage) {
            Some((_, sum)) => *sum += took,
            None => phases.push((stage, took)),
        }
        if done {
            break;
        }
    }
    let mut session = opening.finish().unwrap();
    phases.push(("lists".to_owned(), last.elapsed()));
    last = Instant::now();
    session.tell_trail(&mut || true);
    phases.push(("the trail, when all else is done".to_owned(), last.elapsed()));
    for (stage, took) in &phases {
        println!("{stage}: {:.1} ms", took.as_secs_f64() * 1e3);
    }
    println!("longest slice: {:.1} ms; failures: {:?}", longest.as_secs_f64() * 1e3, session.failures());
    std::process::exit(0);
}
