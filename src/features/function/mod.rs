//! One function.

pub mod picture;
#[cfg(target_arch = "wasm32")]
mod reach;
#[cfg(target_arch = "wasm32")]
pub mod view;
pub mod words;
