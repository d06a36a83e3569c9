//! The frameworks, their requirements and what fails them.

#[cfg(target_arch = "wasm32")]
pub mod judgement;
#[cfg(target_arch = "wasm32")]
pub mod matrix;
pub mod model;
#[cfg(target_arch = "wasm32")]
pub mod paper;
#[cfg(target_arch = "wasm32")]
pub mod view;
pub mod words;
