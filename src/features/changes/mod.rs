//! What judging the evidence again would change.

#[cfg(target_arch = "wasm32")]
pub mod editions;
#[cfg(target_arch = "wasm32")]
pub mod view;
pub mod words;
