//! JSON with places: every value knows where it stands in the bytes that were dropped.
//!
//! An auditor is shown the very bytes of evidence, a bad file is answered with its line and column, and a key that stands
//! twice is a problem: no JSON library reports all three, so this one is ours. [`Scanner`] checks a whole document in one
//! pass and notes the values near its top; [`Document`] reads one value fully, when somebody asks for it. Neither recurses,
//! and neither copies text until a string with escapes is read.

mod place;
mod scan;
mod tape;
mod token;

pub use place::{Place, escape_pointer_token, place, places};
pub use scan::{Fault, FaultKind, MAX_DEPTH, MAX_STRING, Progress, Scanner};
pub use tape::{Document, Kind, Tape, Value, unescape};
pub use token::next_mark;

#[cfg(test)]
mod tests;
