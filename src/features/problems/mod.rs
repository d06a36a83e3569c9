//! What could not be read.

#[cfg(target_arch = "wasm32")]
pub mod view;
pub mod words;
