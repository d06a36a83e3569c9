//! The words of the audit trail.

/// Its heading.
pub const TITLE: &str = "Audit trail";
/// In its search field.
pub const SEARCH: &str = "Search events";
/// Column headings.
pub const TIME: &str = "Time";
/// Column headings.
pub const EVENT: &str = "Event";
/// Column headings.
pub const USER: &str = "User";
/// Column headings.
pub const FUNCTION: &str = "Function";
/// Column headings.
pub const FROM: &str = "From";
/// Where the trail of a function could not be read.
pub const NOT_KNOWN: &str = "Not known";
/// Where what is shown is an audit as written, and its edition writes no events.
pub const NOT_WRITTEN: &str = "Reports of this edition don't hold the audit trail. Open the evidence beside the report, and have it judged again, to see the events.";

/// Where every function's events were asked for.
pub const NONE_TOLD: &str = "CloudTrail was asked about every function, and told of no event.";

/// A stamp for reading: its `T` as a blank, and a plain `UTC` for `+00:00`.
pub fn time(stamp: &str) -> String {
    let (stamp, zone) = match stamp.strip_suffix("+00:00").or(stamp.strip_suffix('Z')) {
        Some(stamp) => (stamp, " UTC"),
        None => (stamp, ""),
    };
    let (day, time) = stamp.split_once('T').unwrap_or((stamp, ""));
    format!("{day} {time}{zone}").trim_end().to_owned()
}

/// From which address and with which client, where they differ.
pub fn from(address: &str, client: &str) -> String {
    if client.is_empty() || client == address { address.to_owned() } else { format!("{address} · {client}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stamps_and_places_read_well() {
        assert_eq!(time("2026-10-17T12:00:00+00:00"), "2026-10-17 12:00:00 UTC");
        assert_eq!(time("2026-10-17T12:00:00Z"), "2026-10-17 12:00:00 UTC");
        assert_eq!(from("Unknown", "Unknown"), "Unknown");
        assert_eq!(from("203.0.113.7", "aws-cli/2"), "203.0.113.7 · aws-cli/2");
    }
}
