//! The report document: its versions, and what it is written as.
