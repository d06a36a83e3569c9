//! The screens, a folder each: their words, their pure model where they have one, their view.

pub mod changes;
pub mod compare;
pub mod compliance;
pub mod findings;
pub mod frame;
pub mod function;
pub mod functions;
pub mod help;
pub mod landing;
pub mod overview;
pub mod print;
pub mod problems;
pub mod reading;
pub mod rules;
pub mod texts;
pub mod toolkit;
pub mod trail;
