//! One function.

#[cfg(target_arch = "wasm32")]
pub mod view;
pub mod words;
