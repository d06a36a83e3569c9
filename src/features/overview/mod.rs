//! The first screen.

pub mod model;
#[cfg(target_arch = "wasm32")]
pub mod view;
pub mod words;
