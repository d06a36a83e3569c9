//! Findings: filters, list or groups, one of them whole.

#[cfg(target_arch = "wasm32")]
mod groups;
#[cfg(target_arch = "wasm32")]
pub mod view;
pub mod words;
