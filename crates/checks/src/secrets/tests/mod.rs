//! The classifier against labelled values: the shared ones, invented benign ones, and secrets made here.

mod generated;
mod harmless;
mod hostile;
mod shared;
mod texts;
