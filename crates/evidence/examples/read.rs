//! Reads files and prints what was found in them, and how fast: `cargo run --release --example read -- FILE...`

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "it prints")]

use std::time::Instant;

use evidence::{Input, Limits, Reader, Step};

fn main() -> std::io::Result<()> {
    let mut reader = Reader::new(Limits::COMMAND);
    let mut bytes = 0;
    for name in std::env::args().skip(1) {
        let input = Input { bytes: std::fs::read(&name)?, name };
        bytes += input.bytes.len();
        reader.add(input);
    }
    let start = Instant::now();
    let (mut slices, mut longest, mut last) = (0, 0.0_f64, start);
    let step = reader.step(&mut || {
        let now = Instant::now();
        longest = longest.max(now.duration_since(last).as_secs_f64());
        last = now;
        slices += 1;
        true
    });
    assert_eq!(step, Step::Done);
    let reading = reader.finish();
    let seconds = start.elapsed().as_secs_f64();
    for problem in &reading.problems {
        let place = problem.place.map_or(String::new(), |place| format!(":{}:{}", place.line, place.column));
        let pointer = problem.pointer.as_deref().unwrap_or_default();
        println!("{:?} {}{place} {pointer} {}", problem.severity, problem.file, problem.message());
    }
    for source in &reading.sources {
        println!("{}: {}, {} calls", source.name, source.read_as, source.calls);
    }
    println!(
        "{} calls, {} files, {} reports, {} problems; {:.0} ms, {:.0} MB/s, {slices} slices, the longest {:.1} ms",
        reading.evidence.calls().len(),
        reading.evidence.files().len(),
        reading.reports.len(),
        reading.problems.len(),
        seconds * 1e3,
        bytes as f64 / 1e6 / seconds,
        longest * 1e3
    );
    Ok(())
}
