//! The page: Leptos views over what the worker answers. Nothing is parsed or judged here, and nothing leaves.
//!
//! Natively only the pure parts are built: the address, and what the screens' models work out.

pub mod features;
pub mod route;
pub mod ui;

#[cfg(target_arch = "wasm32")]
mod app;
#[cfg(target_arch = "wasm32")]
pub mod platform;
#[cfg(target_arch = "wasm32")]
mod state;

#[cfg(target_arch = "wasm32")]
pub use app::mount;
