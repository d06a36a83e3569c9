//! `cargo xtask budget`: what the shipped wasm weighs on the wire.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;

use crate::Result;
use crate::sh;

/// What always loads: the page's wasm, in bytes of brotli,
const PAGE: usize = 150_000;
/// and the page's and the worker's together.
const TOGETHER: usize = 350_000;
/// What loads when somebody needs it. These are what the parts weigh, and a little.
const PARTS: [(&str, usize); 7] = [
    ("page_screens", 64_500),
    ("page_tools", 13_000),
    ("worker_rules", 357_000),
    ("worker_published", 64_000),
    ("worker_papers", 105_500),
    ("worker_shared", 66_000),
    ("toolkit_bg", 260_000),
];
const ALWAYS: [&str; 2] = ["page_bg", "worker_bg"];

/// Weighs the files of `dist/` as a host would send them (brotli, quality 11).
pub fn run() -> Result {
    let mut weights = BTreeMap::new();
    for entry in
        fs::read_dir(sh::dist()).map_err(|_| "There is no built site. Run `cargo xtask build` first.")?
    {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let Some((stem, "wasm")) = name.rsplit_once('.') else { continue };
        let stem = stem.rsplit_once('-').map_or(stem, |(stem, _)| stem);
        let plain = fs::read(&path)?;
        let packed = brotli(&plain)?;
        println!("{name}: {} bytes, {packed} in brotli", plain.len());
        if weights.insert(stem.to_owned(), packed).is_some() {
            return Err(format!("{name} is there twice. Build again.").into());
        }
    }
    for (name, weight, most) in check(&weights)? {
        println!("{name}: {weight} of {most}");
    }
    println!("all that there is: {}", weights.values().sum::<usize>());
    Ok(())
}

/// What is weighed against what. An error where something is too heavy, missing, or not in the budget.
fn check(weights: &BTreeMap<String, usize>) -> Result<Vec<(&'static str, usize, usize)>> {
    let known = |name: &str| ALWAYS.contains(&name) || PARTS.iter().any(|(part, _)| *part == name);
    if let Some(name) = weights.keys().find(|name| !known(name)) {
        return Err(format!("{name} is wasm that no budget counts. Count it in xtask/src/budget.rs.").into());
    }
    let weight = |name: &str| {
        weights
            .get(name)
            .copied()
            .ok_or_else(|| format!("dist/ lacks {name}. Run `cargo xtask build` first."))
    };
    let (page, worker) = (weight("page_bg")?, weight("worker_bg")?);
    let mut lines = vec![("page", page, PAGE), ("page and worker", page + worker, TOGETHER)];
    for (part, most) in PARTS {
        lines.push((part, weight(part)?, most));
    }
    match lines.iter().find(|(_, weight, most)| weight > most) {
        Some((name, weight, most)) => Err(format!(
            "{name} is {} bytes over its budget. Find what grew before raising the budget.",
            weight - most
        )
        .into()),
        None => Ok(lines),
    }
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
        let mut full: BTreeMap<String, usize> =
            PARTS.iter().map(|&(name, most)| (name.to_owned(), most)).collect();
        full.insert("page_bg".to_owned(), PAGE);
        full.insert("worker_bg".to_owned(), TOGETHER - PAGE);
        assert!(check(&full).is_ok());
        for name in full.keys() {
            let mut over = full.clone();
            over.entry(name.clone()).and_modify(|weight| *weight += 1);
            assert!(check(&over).is_err(), "{name}");
            let mut lacking = full.clone();
            lacking.remove(name);
            assert!(check(&lacking).is_err(), "{name}");
        }
        full.insert("worker_more".to_owned(), 1);
        assert!(check(&full).is_err(), "what nobody counts");
    }

    #[test]
    fn weights_are_those_of_whole_streams() -> Result {
        let packed = brotli(&vec![7; 1_000_000])?;
        assert!((4..100).contains(&packed), "{packed}");
        Ok(())
    }
}
