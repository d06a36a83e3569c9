//! Small parts that screens are made of. `rows`, `shorten` and `states` are pure; the others are views.

pub mod rows;
pub mod shorten;
pub mod states;

/// Elements are made in the document itself, so they live with what touches the browser.
#[cfg(target_arch = "wasm32")]
pub use crate::platform::el;

#[cfg(target_arch = "wasm32")]
pub mod asked;
#[cfg(target_arch = "wasm32")]
pub mod bar;
#[cfg(target_arch = "wasm32")]
pub mod code;
#[cfg(target_arch = "wasm32")]
pub mod dialog;
#[cfg(target_arch = "wasm32")]
pub mod excerpt;
#[cfg(target_arch = "wasm32")]
pub mod facets;
#[cfg(target_arch = "wasm32")]
pub mod list;
#[cfg(target_arch = "wasm32")]
pub mod marks;
#[cfg(target_arch = "wasm32")]
pub mod problem;
#[cfg(target_arch = "wasm32")]
pub mod prose;
#[cfg(target_arch = "wasm32")]
pub mod shown;
#[cfg(target_arch = "wasm32")]
pub mod words;
