//! A load under way, and what went wrong with it.

pub mod model;
#[cfg(target_arch = "wasm32")]
pub mod view;
pub mod words;
