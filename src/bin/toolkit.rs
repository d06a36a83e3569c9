//! The toolkit in a web worker of its own: it alone ever holds a key, and ending it is forgetting it. It starts when it is first
//! needed, and has nothing of the engine in it.
//!
//! What goes over the line is told in `src/platform/toolkit.rs`.

#[cfg(target_arch = "wasm32")]
#[path = "toolkit/mod.rs"]
mod toolkit;

fn main() {
    #[cfg(target_arch = "wasm32")]
    toolkit::start();
}
