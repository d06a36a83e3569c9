//! Events of the audit trail.

use crate::messages::{FunctionName, TrailRow};

/// An event, or why a function's trail could not be read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct TrailEntry {
    pub time: String,
    pub event: String,
    pub user: String,
    pub source_ip: String,
    pub user_agent: String,
    pub error: Option<String>,
}

impl TrailEntry {
    pub fn row(&self, function: FunctionName) -> TrailRow {
        TrailRow {
            time: self.time.clone(),
            event: self.event.clone(),
            user: self.user.clone(),
            source_ip: self.source_ip.clone(),
            user_agent: self.user_agent.clone(),
            function,
            error: self.error.clone(),
        }
    }
}
