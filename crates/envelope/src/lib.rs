//! Encrypted containers: recognising, inspecting, verifying, opening and sealing them.
pub mod command;
mod cursor;
mod esdk;
pub mod key;
mod kms;
pub mod machine;
pub mod report;
pub mod rustcrypto;
pub mod text;
pub mod verdict;
pub mod words;
