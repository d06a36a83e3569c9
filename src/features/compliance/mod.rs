//! The frameworks, their requirements and what fails them.

pub mod model;
#[cfg(target_arch = "wasm32")]
pub mod view;
pub mod words;
