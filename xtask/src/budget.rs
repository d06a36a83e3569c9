//! `cargo xtask budget`: what the shipped wasm weighs on the wire.

use std::fs;
use std::io::Write as _;

use crate::Result;
use crate::sh;

/// What the page's wasm is to weigh one day, in bytes of brotli: it doesn't yet.
const PAGE_GOAL: usize = 150_000;
/// What the page's and the worker's wasm are to weigh together one day, in bytes of brotli: they don't yet.
const TOGETHER_GOAL: usize = 350_000;
/// What they weigh today, and may not outgrow: these two only ever go down, until they are the goals. The goals were set when
/// the worker judged by edition 2025-09 alone; with the current edition's rules it weighs twice as much.
const PAGE: usize = 200_000;
const TOGETHER: usize = 815_000;
/// The toolkit's worker, which is fetched when somebody first needs it.
const TOOLKIT: usize = 260_000;

/// Weighs the files of `dist/` as a host would send them (brotli, quality 11).
pub fn run() -> Result {
    let (mut page, mut worker, mut toolkit) = (None, None, None);
    for entry in
        fs::read_dir(sh::dist()).map_err(|_| "There is no built site. Run `cargo xtask build` first.")?
    {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if !name.ends_with(".wasm") {
            continue;
        }
        let plain = fs::read(&path)?;
        let packed = brotli(&plain)?;
        println!("{name}: {} bytes, {packed} in brotli", plain.len());
        let slot = match name.split("_bg-").next() {
            Some("page") => &mut page,
            Some("toolkit") => &mut toolkit,
            _ => &mut worker,
        };
        if slot.replace(packed).is_some() {
            return Err(format!(
                "{name} is one wasm file more than a page, a worker and the toolkit. Build again, or count it here."
            )
            .into());
        }
    }
    let (Some(page), Some(worker), Some(toolkit)) = (page, worker, toolkit) else {
        return Err(
            "dist/ lacks the page's wasm, the worker's or the toolkit's. Run `cargo xtask build` first."
                .into(),
        );
    };
    println!(
        "page: {page} of {PAGE} (goal {PAGE_GOAL}); page and worker: {} of {TOGETHER} (goal {TOGETHER_GOAL})",
        page + worker
    );
    println!("toolkit: {toolkit} of {TOOLKIT}");
    check(page, worker, toolkit)
}

fn check(page: usize, worker: usize, toolkit: usize) -> Result {
    if page > PAGE {
        return Err(format!(
            "The page is {} bytes over its budget. Find what grew it before raising the budget.",
            page - PAGE
        )
        .into());
    }
    if page + worker > TOGETHER {
        let over = page + worker - TOGETHER;
        return Err(format!(
            "Page and worker are {over} bytes over their budget. Find what grew them before raising it."
        )
        .into());
    }
    if toolkit > TOOLKIT {
        let over = toolkit - TOOLKIT;
        return Err(format!(
            "The toolkit is {over} bytes over its budget. Find what grew it before raising the budget."
        )
        .into());
    }
    Ok(())
}

/// The length of these bytes as brotli of quality 11.
fn brotli(plain: &[u8]) -> Result<usize> {
    let mut writer = brotli::CompressorWriter::new(Vec::new(), 64 * 1024, 11, 22);
    writer.write_all(plain)?;
    Ok(writer.into_inner().len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_budget_holds_each() {
        assert!(check(PAGE, TOGETHER - PAGE, TOOLKIT).is_ok());
        assert!(check(PAGE + 1, 0, 0).is_err());
        assert!(check(1, TOGETHER, 0).is_err());
        assert!(check(1, 1, TOOLKIT + 1).is_err());
    }

    #[test]
    fn weights_are_those_of_whole_streams() -> Result {
        let packed = brotli(&vec![7; 1_000_000])?;
        assert!((4..100).contains(&packed), "{packed}");
        Ok(())
    }
}
