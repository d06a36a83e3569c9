//! The rules that judged: what each looks at, why it matters, and what it came to.

pub mod model;
#[cfg(target_arch = "wasm32")]
pub mod view;
pub mod words;
