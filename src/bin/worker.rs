//! The engine in a web worker, so that the page never stalls. Hostile bytes are read here only, where there is no document.
//!
//! What goes over the line is told in `src/platform/worker.rs`.

#[cfg(target_arch = "wasm32")]
#[path = "worker/mod.rs"]
mod worker;

fn main() {
    #[cfg(target_arch = "wasm32")]
    worker::start();
}
