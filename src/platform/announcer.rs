//! What screen readers are told of what happens without them.

use leptos::prelude::{GetUntracked as _, RwSignal, Set as _, provide_context, use_context};

/// The line that is read out.
#[derive(Clone, Copy)]
pub struct Announcer(pub RwSignal<String>);

impl Announcer {
    /// Makes one for everything below.
    pub fn provide() -> Self {
        let announcer = Self(RwSignal::new(String::new()));
        provide_context(announcer);
        announcer
    }

    /// The page's announcer.
    pub fn get() -> Self {
        use_context::<Self>().unwrap_or_else(|| Self(RwSignal::new(String::new())))
    }

    /// Has a sentence read out.
    pub fn say(self, sentence: impl Into<String>) {
        let sentence = sentence.into();
        // The same sentence twice is read out only if the line changes.
        let again = self.0.get_untracked() == sentence;
        self.0.set(if again { format!("{sentence}\u{a0}") } else { sentence });
    }
}
