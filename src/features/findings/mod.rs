//! Findings: filters, list, one of them whole.

#[cfg(target_arch = "wasm32")]
pub mod view;
pub mod words;
