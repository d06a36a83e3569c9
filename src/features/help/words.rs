//! The words of the list of keys.

/// Its heading.
pub const TITLE: &str = "Keys";

/// The keys and what they do.
pub const KEYS: &[(&[&str], &str)] = &[
    (&["j", "↓"], "next row"),
    (&["k", "↑"], "row before"),
    (&["Enter"], "open the row"),
    (&["Esc"], "close what is open"),
    (&["/"], "search"),
    (&["c"], "copy the finding's command"),
    (&["g o"], "overview"),
    (&["g f"], "functions"),
    (&["g i"], "findings"),
    (&["g c"], "compliance"),
    (&["g t"], "audit trail"),
    (&["g d"], "compare"),
    (&["g r"], "rules"),
    (&["g k"], "toolkit"),
    (&["Ctrl+V"], "open what is on the clipboard"),
    (&["Ctrl+P"], "print the report as a document"),
    (&["?"], "this list"),
];
