//! Nothing is open: what this is, how files come in, what stays here.

#[cfg(target_arch = "wasm32")]
pub mod view;
pub mod words;
