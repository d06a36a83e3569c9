//! What is shown beside an older audit.

#[cfg(target_arch = "wasm32")]
pub mod view;
pub mod words;
