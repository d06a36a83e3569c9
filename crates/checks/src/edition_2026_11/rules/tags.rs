//! The tags of a function.

use evidence::facts::{Answer, Field, Function, Gap};

const LIST: &str = "lambda:ListTags";

/// Its tags, from ListTags, else from GetFunction, which leaves them out where there are none.
pub(super) fn tags<'s>(function: &'s Function<'_>) -> Answer<Field<'s>> {
    if let Answer::Known(listed) = function.ask(LIST) {
        return match listed.get("Tags") {
            Some(tags) => Answer::Known(tags),
            None => Answer::Absent(listed.call),
        };
    }
    match function.whole() {
        Answer::Known(whole) => match (whole.get("Tags"), whole.get("TagsError")) {
            (Some(tags), _) => Answer::Known(tags),
            (None, Some(error)) => Answer::Refused(Gap { operation: LIST, call: Some(error.call) }),
            // It shows tags to whoever may list them: a refusal of that makes its silence say nothing.
            (None, None) => match function.ask(LIST) {
                Answer::Refused(gap) => Answer::Refused(gap),
                _ => Answer::Absent(whole.call),
            },
        },
        // A function that is gone has no answer here at all; whoever could not be read may have tags.
        _ => function.ask(LIST).or_else(|| Answer::missing(LIST)),
    }
}

/// Whether a person gave it, not AWS.
pub(super) fn is_own(name: &str) -> bool {
    !name.to_ascii_lowercase().starts_with("aws:")
}
