//! Splits a wasm module into the one that always loads and parts that load when they are needed.

pub mod cut;
pub mod links;
pub mod module;
mod write;

use cut::cut;
use links::Links;
use module::Module;
pub use write::Split;
use write::write;

use crate::Result;

/// A part that a module can do without until somebody goes through one of its doors.
#[derive(Clone, Copy, Debug)]
pub struct Part {
    /// What it is called.
    pub name: &'static str,
    /// The functions through which everybody comes to it. They are never to be called before it is there.
    pub doors: &'static [&'static str],
}

/// Splits a module that wasm-bindgen wrote; `linked` is what cargo wrote before.
///
/// # Errors
/// Where a part can't be told from what stays.
pub fn split(bytes: &[u8], linked: &[u8], parts: &[Part]) -> Result<Split> {
    let module = Module::read(bytes)?;
    let cut = cut(&module, &Links::read(linked)?, parts)?;
    write(&module, &cut)
}
