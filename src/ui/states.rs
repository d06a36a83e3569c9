//! Severities and states: their words, and the class that gives them shape and colour.

/// A severity's word and class. One that this page doesn't know is shown as it is.
pub fn severity(name: &str) -> (String, &'static str) {
    let (word, class) = match name {
        "CRITICAL" => ("Critical", "critical"),
        "HIGH" => ("High", "high"),
        "MEDIUM" => ("Medium", "medium"),
        "LOW" => ("Low", "low"),
        "INFO" => ("Info", "info"),
        other => (other, "info"),
    };
    (word.to_owned(), class)
}

/// The severities in the order of [`engine::messages::FunctionRow::severities`].
pub const SEVERITIES: [&str; 5] = ["CRITICAL", "HIGH", "MEDIUM", "LOW", "INFO"];

/// A requirement's or finding's state: its word and class. Never a tick for what was not looked at.
pub fn state(name: &str) -> (String, &'static str) {
    let (word, class) = match name {
        "PASS" => ("Passes", "pass"),
        "FAIL" => ("Fails", "fail"),
        "NOT_ASSESSED" => ("Not assessed", "unknown"),
        "MANUAL" => ("A person must look", "manual"),
        "SET_ASIDE" => ("Set aside by the reader", "manual"),
        "NOT_APPLICABLE" => ("Does not apply", "unknown"),
        "INHERITED" => ("AWS's part", "inherited"),
        other => (other, "unknown"),
    };
    (word.to_owned(), class)
}

/// What became of a problem: its word and class.
pub fn change(name: &str) -> (String, &'static str) {
    let (word, class) = match name {
        "new" => ("New", "fail"),
        "first_seen" => ("First seen", "manual"),
        "changed" => ("Changed", "manual"),
        "unknown_now" => ("Unknown now", "unknown"),
        "fixed" => ("Fixed", "pass"),
        "still_open" => ("Still open", "fail"),
        other => (other, "unknown"),
    };
    (word.to_owned(), class)
}

/// A framework's short name; its title where there is none.
pub fn framework(id: &str, title: &str) -> String {
    let short = match id {
        "SOC2" => "SOC 2",
        "GDPR" => "GDPR",
        "HIPAA" => "HIPAA",
        "PCI_DSS" => "PCI DSS",
        "ISO27001" => "ISO 27001",
        _ => title,
    };
    short.to_owned()
}

/// A requirement with its framework's short name: `SOC 2 CC6.1`.
pub fn requirement(name: &engine::messages::RequirementName) -> String {
    format!("{} {}", framework(&name.framework, &name.framework_title), name.id)
}

/// A score's class: which of three colours its bar has.
pub fn score(score: u32) -> &'static str {
    match score {
        80.. => "good",
        50..80 => "fair",
        _ => "poor",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_classes() {
        assert_eq!(severity("HIGH"), ("High".to_owned(), "high"));
        assert_eq!(severity("ODD"), ("ODD".to_owned(), "info"));
        assert_eq!(state("PASS").1, "pass");
        assert_eq!(state("NOT_ASSESSED").1, "unknown");
        assert_ne!(state("ANYTHING").1, "pass", "what is not known never passes");
        assert_ne!(change("unknown_now").1, "pass", "nor is it fixed");
        assert_eq!(framework("SOC2", "Trust Services"), "SOC 2");
        assert_eq!(framework("NIST", "NIST 800-53"), "NIST 800-53");
        assert_eq!([0, 49, 50, 79, 80, 100].map(score), ["poor", "poor", "fair", "fair", "good", "good"]);
    }
}
