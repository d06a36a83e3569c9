//! The semantics of the original's language, as far as its results depend on them.
//!
//! The original reads answers without looking at their shapes: what happens to a list where it expects a map is decided by
//! Python 3.11, and ends up in its findings as the text of an exception. [`Py`] is a value as it sees it, [`Raised`] what it
//! throws, [`parse_timestamp`] how botocore and dateutil read a time.

mod dateutil;
mod fold;
mod raised;
mod text;
mod time;
mod value;

pub use fold::fold_case;
pub use raised::Raised;
pub use text::json_to_text;
pub use time::{Timestamp, parse_timestamp};
pub use value::Py;
