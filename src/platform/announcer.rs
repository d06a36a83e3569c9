//! What screen readers are told of what happens without them.

use super::signal::RwSignal;

/// The line that is read out.
#[derive(Clone, Copy)]
pub struct Announcer(RwSignal<String>);

impl Announcer {
    /// With nothing said yet.
    pub fn new() -> Self {
        Self(RwSignal::new(String::new()))
    }

    /// Has a sentence read out.
    pub fn say(self, sentence: impl Into<String>) {
        let sentence = sentence.into();
        // The same sentence twice is read out only if the line changes.
        let again = self.0.get_untracked() == sentence;
        self.0.set(if again { format!("{sentence}\u{a0}") } else { sentence });
    }

    /// What was said last.
    pub fn said(self) -> String {
        self.0.get()
    }
}

impl Default for Announcer {
    fn default() -> Self {
        Self::new()
    }
}
