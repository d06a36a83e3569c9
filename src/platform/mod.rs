//! Everything that touches the browser. The rest of the page is models and views.

pub mod act;
pub mod announcer;
pub mod clipboard;
pub mod dom;
pub mod download;
pub mod drag;
pub mod el;
pub mod files;
pub mod hash;
pub mod host;
pub mod keys;
pub mod later;
pub mod marks;
pub mod parts;
pub mod requests;
pub mod signal;
pub mod theme;
pub mod toolkit;
pub mod worker;
