//! A session: files in, progress out, questions answered. The page and the command talk to this and to nothing below it.

pub mod messages;
