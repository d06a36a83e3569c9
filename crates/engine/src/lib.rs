//! A session: files in, progress out, questions answered. The page and the command talk to this and to nothing below it.
//!
//! [`Opening`] loads, in slices; what comes out is a [`Session`], which answers [`messages::Ask`] with [`messages::Answer`].
//! Nothing here draws or prints, and nothing knows a clock: today's date and the end of a slice are handed in.

pub mod messages;
pub mod toolkit;

mod again;
mod aside;
mod beside;
mod catalogue;
mod changes;
mod compare;
mod csv;
mod date;
mod detail;
mod excerpt;
mod export;
mod faults;
mod groups;
mod hash;
mod judge;
mod judge_current;
mod judge_published;
mod lacking;
mod lists;
mod older;
mod opening;
mod outcomes;
mod overview;
mod parts;
mod reach;
mod requirements;
mod rules;
mod select;
mod session;
mod shares;
mod trail;
mod worksheet;

pub use again::{EDITIONS, Rejudging, edition};
pub use beside::Beside;
pub use catalogue::{rules_json, rules_markdown};
pub use compare::Audits;
pub use date::{date_of, is_date};
pub use evidence::Limits;
pub use export::NotWritten;
pub use faults::{differences_json, differences_text};
pub use judge::{Edition, Judging, RuleWords};
pub use judge_current::Current;
pub use judge_published::Published;
pub use opening::{Actions, Opening, Settings, actions};
pub use parts::Part;
pub use reach::Reaching;
pub use session::{ExportedFile, Session};
