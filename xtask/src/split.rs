//! Splits the wasm that wasm-bindgen wrote into what always loads and parts that load when somebody needs them.
//!
//! A part has doors: the functions through which everybody comes to it. To the part goes what nobody can come to but through them,
//! functions and constants alike; the linker knows who refers to whom. Nothing in the sources is unsafe or knows of other modules:
//! a door that is gone through too early traps. (Other splitters want annotations that are unsafe, or a loader that imports
//! scripts, which the page's policy refuses.)

mod cut;
mod links;
mod module;
#[cfg(test)]
mod tests;
mod write;

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use crate::parts::Whole;
use crate::{Result, sh, tools};
use cut::cut;
use links::Links;
use module::Module;
use write::write;

/// Splits the staged files; what cargo wrote tells how.
pub fn run(staged: &Path, linked: &Path, wholes: &[Whole]) -> Result {
    for whole in wholes {
        let path = staged.join(format!("{}_bg.wasm", whole.name));
        let linked = fs::read(linked.join(format!("{}.wasm", whole.name)))?;
        let split = split(&fs::read(&path)?, &linked, whole)?;
        fs::write(&path, split.stays)?;
        for (name, part) in split.parts {
            fs::write(staged.join(format!("{}_{name}.wasm", whole.name)), part)?;
        }
    }
    Ok(())
}

/// Where cargo writes what the linker links, in Trunk's build.
pub fn linked() -> Result<PathBuf> {
    let profile = env::var("TRUNK_PROFILE").unwrap_or_else(|_| "release".to_owned());
    Ok(sh::target()?.join(tools::WASM_TARGET).join(profile))
}

/// What stays, and the parts.
struct Split {
    /// The module that always loads.
    stays: Vec<u8>,
    /// The parts, by name.
    parts: Vec<(&'static str, Vec<u8>)>,
}

/// Splits a module that wasm-bindgen wrote; `linked` is what cargo wrote before.
fn split(bytes: &[u8], linked: &[u8], whole: &Whole) -> Result<Split> {
    let module = Module::read(bytes)?;
    let cut = cut(&module, &Links::read(linked)?, whole)?;
    let mut names: Vec<&'static str> = whole.parts.iter().map(|part| part.name).collect();
    names.extend(whole.shared);
    let mut copies: Vec<usize> = whole.parts.iter().map(|part| part.copies).collect();
    copies.resize(names.len(), 0);
    let (stays, parts) = write(&module, &cut, &copies, whole.shared.map(|_| whole.parts.len()))?;
    Ok(Split { stays, parts: names.into_iter().zip(parts).collect() })
}
