//! What stands around every screen: header, navigation, footer, drop targets.

#[cfg(target_arch = "wasm32")]
pub mod drop;
#[cfg(target_arch = "wasm32")]
pub mod editions;
#[cfg(target_arch = "wasm32")]
pub mod export;
pub mod model;
#[cfg(target_arch = "wasm32")]
pub mod view;
pub mod words;
