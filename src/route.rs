//! What is shown, as the fragment of the page's address. A host never sees a fragment; it holds the view, never data or keys.
//!
//! `#v1/findings?severity=HIGH,CRITICAL&text=kms&sort=-points&id=…` and `#open=orders.json`, a file beside the page. Whatever an
//! address doesn't say has a default, so that older and damaged addresses still show something sensible.

use engine::messages::{GROUPS, Query, Shown, TextKind};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// The version of the address's form.
const VERSION: &str = "v1";

/// The current edition of the rules, which an address leaves out.
pub const CURRENT: &str = "2026-11";
/// The published one.
pub const PUBLISHED: &str = "2025-09";

/// The names by which lists can be filtered; others are left out of an address.
const FILTERS: [&str; 14] = [
    "severity", "status", "check", "rule", "category", "function", "runtime", "account", "region", "state",
    "event", "user", "fault", "change",
];

/// What stands in an address as it is. The comma parts values, so it is not among them.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~').remove(b':');

/// A screen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Screen {
    /// The first one.
    #[default]
    Overview,
    /// All functions.
    Functions,
    /// One function, by its key.
    Function(String),
    /// Findings, one of them beside the list when [`Route::id`] names it.
    Findings,
    /// The frameworks; the first one when none is named.
    Compliance(String),
    /// The audit trail.
    Trail,
    /// What could not be read.
    Problems,
    /// A text report of a function, by its key.
    Text(TextKind, String),
    /// What is shown beside an older audit.
    Compare,
    /// What judging the evidence again would change.
    Changes,
    /// What the two editions say differently, fault by fault.
    Editions,
    /// The rules; one of them opened when [`Route::id`] names it.
    Rules,
    /// Encrypted containers; there is something to show even when nothing is open.
    Toolkit(Tool),
}

/// A screen of the toolkit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tool {
    /// Opening.
    Open,
    /// Sealing.
    Seal,
    /// Fields of a document.
    Fields,
    /// Commands that need a credential.
    Command,
}

/// The screens of the toolkit, and what they are called in an address.
const TOOLS: [(Tool, &str); 4] =
    [(Tool::Open, "open"), (Tool::Seal, "seal"), (Tool::Fields, "fields"), (Tool::Command, "commands")];

impl Tool {
    fn name(self) -> &'static str {
        TOOLS.iter().find(|(tool, _)| *tool == self).map_or("open", |(_, name)| name)
    }

    fn named(name: &str) -> Option<Self> {
        TOOLS.iter().find(|(_, other)| *other == name).map(|(tool, _)| *tool)
    }
}

/// What the address says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Route {
    /// The screen.
    pub screen: Screen,
    /// Words that rows must have.
    pub text: String,
    /// Filters: a name and its values.
    pub filters: Vec<(String, Vec<String>)>,
    /// The column that orders; empty for the list's own order.
    pub sort: String,
    /// Whether the order is turned round.
    pub descending: bool,
    /// What is opened within the screen: a finding's id, a requirement's id.
    pub id: Option<String>,
    /// Which judgement, where an audit and its evidence are both open and not the usual one is shown.
    pub shown: Option<Shown>,
    /// The file beside the page that this view is of.
    pub open: Option<String>,
    /// The edition of the rules, where it is not the current one.
    pub rules: Option<String>,
    /// The audit date, where a person chose one.
    pub as_of: Option<String>,
    /// Another way of showing the screen, such as `matrix`.
    pub view: Option<String>,
    /// What findings are grouped by, one of [`GROUPS`].
    pub group: Option<String>,
}

/// How an address was understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Understood {
    /// All of it.
    Whole,
    /// Something in it is unknown here: it is of another version, or damaged.
    InPart,
}

impl Route {
    /// A screen with nothing chosen.
    pub fn to(screen: Screen) -> Self {
        Self { screen, ..Self::default() }
    }

    /// A list with one filter.
    pub fn filtered(screen: Screen, name: &str, value: &str) -> Self {
        Self { filters: vec![(name.to_owned(), vec![value.to_owned()])], ..Self::to(screen) }
    }

    /// The findings with one of them opened.
    pub fn finding(id: &str) -> Self {
        Self { id: Some(id.to_owned()), ..Self::to(Screen::Findings) }
    }

    /// Adds a filter.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.filters.push((name.to_owned(), vec![value.to_owned()]));
        self
    }

    /// The query that a list asks the worker, without which rows.
    pub fn query(&self) -> Query {
        Query {
            text: self.text.clone(),
            filters: self.filters.clone(),
            sort: self.sort.clone(),
            descending: self.descending,
            group: self.group.clone().unwrap_or_default(),
            from: 0,
            count: 0,
        }
    }

    /// Whether a filter has this value.
    pub fn has(&self, name: &str, value: &str) -> bool {
        self.filters.iter().any(|(other, values)| other == name && values.iter().any(|v| v == value))
    }

    /// The values that a filter chooses; none where it isn't set.
    pub fn values(&self, name: &str) -> Vec<String> {
        let set = self.filters.iter().find(|(other, _)| other == name);
        set.map(|(_, values)| values.clone()).unwrap_or_default()
    }

    /// Puts a value into a filter, or takes it out. What is opened stays open.
    pub fn toggle(&mut self, name: &str, value: &str) {
        let at = self.filters.iter().position(|(other, _)| other == name);
        let Some((_, values)) = at.and_then(|at| self.filters.get_mut(at)) else {
            self.filters.push((name.to_owned(), vec![value.to_owned()]));
            return;
        };
        match values.iter().position(|v| v == value) {
            Some(at) => {
                values.remove(at);
            }
            None => values.push(value.to_owned()),
        }
        self.filters.retain(|(_, values)| !values.is_empty());
    }

    /// Orders by a column: once upwards, twice downwards, thrice as the list itself does.
    pub fn order_by(&mut self, column: &str) {
        if self.sort != column {
            column.clone_into(&mut self.sort);
            self.descending = false;
        } else if self.descending {
            self.sort.clear();
            self.descending = false;
        } else {
            self.descending = true;
        }
    }

    /// The fragment, with its `#`.
    pub fn fragment(&self) -> String {
        let mut out = format!("#{VERSION}/");
        let mut push = |parts: &[&str]| {
            let parts: Vec<String> = parts.iter().map(|part| escape(part)).collect();
            out.push_str(&parts.join("/"));
        };
        match &self.screen {
            Screen::Overview => push(&["overview"]),
            Screen::Functions => push(&["functions"]),
            Screen::Function(key) => push(&["functions", key]),
            Screen::Findings => push(&["findings"]),
            Screen::Compliance(id) if id.is_empty() => push(&["compliance"]),
            Screen::Compliance(id) => push(&["compliance", id]),
            Screen::Trail => push(&["trail"]),
            Screen::Problems => push(&["problems"]),
            Screen::Text(kind, key) => push(&["text", text_name(*kind), key]),
            Screen::Compare => push(&["compare"]),
            Screen::Changes => push(&["changes"]),
            Screen::Editions => push(&["editions"]),
            Screen::Rules => push(&["rules"]),
            Screen::Toolkit(tool) => push(&["toolkit", tool.name()]),
        }
        let mut parameters: Vec<String> = Vec::new();
        for (name, values) in &self.filters {
            let values: Vec<String> = values.iter().map(|value| escape(value)).collect();
            parameters.push(format!("{name}={}", values.join(",")));
        }
        let mut parameter = |name: &str, value: &str| {
            if !value.is_empty() {
                parameters.push(format!("{name}={}", escape(value)));
            }
        };
        parameter("text", &self.text);
        let sort = if self.descending { format!("-{}", self.sort) } else { self.sort.clone() };
        parameter("sort", &sort);
        parameter("id", self.id.as_deref().unwrap_or_default());
        parameter("shown", self.shown.map(shown_name).unwrap_or_default());
        parameter("view", self.view.as_deref().unwrap_or_default());
        parameter("group", self.group.as_deref().unwrap_or_default());
        parameter("open", self.open.as_deref().unwrap_or_default());
        parameter("rules", self.rules.as_deref().unwrap_or_default());
        parameter("as-of", self.as_of.as_deref().unwrap_or_default());
        if !parameters.is_empty() {
            out.push('?');
            out.push_str(&parameters.join("&"));
        }
        out
    }

    /// Reads a fragment, with or without its `#`.
    pub fn parse(fragment: &str) -> (Self, Understood) {
        let fragment = fragment.strip_prefix('#').unwrap_or(fragment);
        let mut route = Self::default();
        if fragment.is_empty() {
            return (route, Understood::Whole);
        }
        // `#open=NAME.json` is the short form that people write by hand.
        let (path, parameters) = if fragment.contains('=') && !fragment.contains('?') {
            ("", fragment)
        } else {
            fragment.split_once('?').unwrap_or((fragment, ""))
        };
        let mut understood = Understood::Whole;
        let mut parts = path.split('/').filter(|part| !part.is_empty());
        let mut first = parts.next();
        if first.is_some_and(is_version) {
            if first != Some(VERSION) {
                understood = Understood::InPart;
            }
            first = parts.next();
        } else if first.is_some() {
            understood = Understood::InPart;
        }
        let (second, third) = (parts.next().map(unescape), parts.next().map(unescape));
        match (first, second, third) {
            (None | Some("overview"), None, None) => {}
            (Some("functions"), None, None) => route.screen = Screen::Functions,
            (Some("functions"), Some(key), None) => route.screen = Screen::Function(key),
            (Some("findings"), None, None) => route.screen = Screen::Findings,
            (Some("compliance"), id, None) => route.screen = Screen::Compliance(id.unwrap_or_default()),
            (Some("trail"), None, None) => route.screen = Screen::Trail,
            (Some("problems"), None, None) => route.screen = Screen::Problems,
            (Some("text"), Some(kind), Some(key)) if text_kind(&kind).is_some() => {
                route.screen = Screen::Text(text_kind(&kind).unwrap_or(TextKind::Security), key);
            }
            (Some("compare"), None, None) => route.screen = Screen::Compare,
            (Some("changes"), None, None) => route.screen = Screen::Changes,
            (Some("editions"), None, None) => route.screen = Screen::Editions,
            (Some("rules"), None, None) => route.screen = Screen::Rules,
            (Some("toolkit"), tool, None) => match Tool::named(tool.as_deref().unwrap_or("open")) {
                Some(tool) => route.screen = Screen::Toolkit(tool),
                None => understood = Understood::InPart,
            },
            _ => understood = Understood::InPart,
        }
        for (name, value) in parameters.split('&').filter_map(|parameter| parameter.split_once('=')) {
            match name {
                "text" => route.text = unescape(value),
                "sort" => {
                    let sort = unescape(value);
                    route.descending = sort.starts_with('-');
                    route.sort = sort.trim_start_matches('-').to_owned();
                }
                "id" => route.id = Some(unescape(value)).filter(|id| !id.is_empty()),
                "shown" => route.shown = shown(value),
                "view" => match value {
                    "matrix" => route.view = Some(value.to_owned()),
                    _ => understood = Understood::InPart,
                },
                "group" => match GROUPS.contains(&value) {
                    true => route.group = Some(value.to_owned()),
                    false => understood = Understood::InPart,
                },
                "rules" => match value {
                    CURRENT => {}
                    PUBLISHED => route.rules = Some(value.to_owned()),
                    _ => understood = Understood::InPart,
                },
                "as-of" => match is_date(value) {
                    true => route.as_of = Some(value.to_owned()),
                    false => understood = Understood::InPart,
                },
                "open" => route.open = Some(unescape(value)).filter(|name| !name.is_empty()),
                name if FILTERS.contains(&name) => {
                    let values: Vec<String> =
                        value.split(',').filter(|v| !v.is_empty()).map(unescape).collect();
                    if !values.is_empty() {
                        route.filters.retain(|(other, _)| other != name);
                        route.filters.push((name.to_owned(), values));
                    }
                }
                _ => understood = Understood::InPart,
            }
        }
        (route, understood)
    }
}

/// Whether this looks like a date, `2026-11-01`; the worker leaves out one that the calendar doesn't have.
pub fn is_date(text: &str) -> bool {
    let digit =
        |(at, byte): (usize, u8)| if matches!(at, 4 | 7) { byte == b'-' } else { byte.is_ascii_digit() };
    text.len() == 10 && text.bytes().enumerate().all(digit)
}

fn is_version(part: &str) -> bool {
    part.strip_prefix('v').is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit()))
}

fn text_name(kind: TextKind) -> &'static str {
    match kind {
        TextKind::Security => "security",
        TextKind::Compliance => "compliance",
    }
}

fn text_kind(name: &str) -> Option<TextKind> {
    [TextKind::Security, TextKind::Compliance].into_iter().find(|kind| text_name(*kind) == name)
}

fn shown_name(shown: Shown) -> &'static str {
    match shown {
        Shown::AsWritten => "written",
        Shown::Judged => "judged",
    }
}

fn shown(name: &str) -> Option<Shown> {
    [Shown::AsWritten, Shown::Judged].into_iter().find(|shown| shown_name(*shown) == name)
}

fn escape(text: &str) -> String {
    utf8_percent_encode(text, PLAIN).to_string()
}

fn unescape(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

/// Whether this names a file beside the page: letters, digits, `.`, `_` and `-`, no leading dot.
pub fn is_file_name(name: &str) -> bool {
    let plain = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte));
    plain && !name.is_empty() && !name.starts_with('.') && name.len() <= 200
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(fragment: &str, expected: &Route) {
        let (route, understood) = Route::parse(fragment);
        assert_eq!((&route, understood), (expected, Understood::Whole), "{fragment}");
        assert_eq!(route.fragment(), fragment);
        let bare = fragment.trim_start_matches('#');
        assert_eq!(Route::parse(bare).0, route, "the sign in front makes no difference");
    }

    #[test]
    fn addresses_go_round() {
        check("#v1/overview", &Route::default());
        check("#v1/functions", &Route::to(Screen::Functions));
        check("#v1/functions/orders", &Route::to(Screen::Function("orders".to_owned())));
        check(
            "#v1/functions/arn:aws:lambda:us-east-1:123456789012:function:orders",
            &Route::to(Screen::Function("arn:aws:lambda:us-east-1:123456789012:function:orders".to_owned())),
        );
        check("#v1/compliance", &Route::to(Screen::Compliance(String::new())));
        check(
            "#v1/compliance/SOC2?state=FAIL&id=CC6.1",
            &Route {
                id: Some("CC6.1".to_owned()),
                ..Route::filtered(Screen::Compliance("SOC2".to_owned()), "state", "FAIL")
            },
        );
        check("#v1/trail?user=ada", &Route::filtered(Screen::Trail, "user", "ada"));
        check("#v1/problems", &Route::to(Screen::Problems));
        for (tool, name) in TOOLS {
            check(&format!("#v1/toolkit/{name}"), &Route::to(Screen::Toolkit(tool)));
        }
        check(
            "#v1/text/security/a%2Fb%20%C3%A4",
            &Route::to(Screen::Text(TextKind::Security, "a/b ä".to_owned())),
        );
        check(
            "#v1/changes?shown=judged",
            &Route { shown: Some(Shown::Judged), ..Route::to(Screen::Changes) },
        );
        check(
            "#v1/findings?severity=HIGH&group=rule",
            &Route {
                group: Some("rule".to_owned()),
                ..Route::filtered(Screen::Findings, "severity", "HIGH")
            },
        );
        check("#v1/editions?fault=22", &Route::filtered(Screen::Editions, "fault", "22"));
        check("#v1/rules?id=EXP-05", &Route { id: Some("EXP-05".to_owned()), ..Route::to(Screen::Rules) });
        check(
            "#v1/compliance/GDPR?view=matrix",
            &Route { view: Some("matrix".to_owned()), ..Route::to(Screen::Compliance("GDPR".to_owned())) },
        );
        check(
            "#v1/overview?open=orders.json&rules=2025-09&as-of=2026-12-31",
            &Route {
                open: Some("orders.json".to_owned()),
                rules: Some(PUBLISHED.to_owned()),
                as_of: Some("2026-12-31".to_owned()),
                ..Route::default()
            },
        );
        check(
            "#v1/findings?severity=HIGH,CRITICAL&check=IAM%20Permissions%20Check&text=a%26b%3Dc%2C%23%3F%25&sort=-points&id=f%2F1&open=orders.json",
            &Route {
                text: "a&b=c,#?%".to_owned(),
                filters: vec![
                    ("severity".to_owned(), vec!["HIGH".to_owned(), "CRITICAL".to_owned()]),
                    ("check".to_owned(), vec!["IAM Permissions Check".to_owned()]),
                ],
                sort: "points".to_owned(),
                descending: true,
                id: Some("f/1".to_owned()),
                open: Some("orders.json".to_owned()),
                ..Route::to(Screen::Findings)
            },
        );
    }

    #[test]
    fn a_file_beside_the_page_has_a_short_form() {
        let check = |fragment: &str| {
            let (route, understood) = Route::parse(fragment);
            assert_eq!(route, Route { open: Some("orders.json".to_owned()), ..Route::default() });
            assert_eq!(understood, Understood::Whole);
        };
        check("#open=orders.json");
        check("#?open=orders.json");
        check("#v1/overview?open=orders.json");
    }

    #[test]
    fn unknown_addresses_show_what_they_can() {
        let check = |fragment: &str, screen: Screen| {
            let (route, understood) = Route::parse(fragment);
            assert_eq!((route.screen, understood), (screen, Understood::InPart), "{fragment}");
        };
        check("#v9/findings?severity=HIGH", Screen::Findings);
        check("#v0/findings", Screen::Findings);
        check("#findings", Screen::Findings);
        check("#v1/network", Screen::Overview);
        check("#v1/toolkit/poem", Screen::Overview);
        check("#v1/findings/1/2/3", Screen::Overview);
        check("#v1/text/poem/orders", Screen::Overview);
        check("#v1/findings?grouping=rule", Screen::Findings);
        check("#v1/findings?rules=2031-01", Screen::Findings);
        check("#v1/findings?as-of=tomorrow", Screen::Findings);
        check("#v1/compliance?view=sideways", Screen::Compliance(String::new()));
        check("#%%%", Screen::Overview);
        assert_eq!(
            Route::parse("#v1/findings?grouping=rule&severity=LOW").0,
            Route::filtered(Screen::Findings, "severity", "LOW")
        );
        assert_eq!(Route::parse("#v1/findings?severity=,&severity=").0, Route::to(Screen::Findings));
    }

    #[test]
    fn filters_are_put_in_and_taken_out() {
        let mut route = Route::to(Screen::Findings);
        route.toggle("severity", "HIGH");
        route.toggle("severity", "LOW");
        route.toggle("rule", "C25-IAM-1");
        assert_eq!(route.fragment(), "#v1/findings?severity=HIGH,LOW&rule=C25-IAM-1");
        assert!(
            route.has("severity", "LOW") && !route.has("severity", "MEDIUM") && !route.has("check", "LOW")
        );
        route.toggle("severity", "HIGH");
        route.toggle("rule", "C25-IAM-1");
        assert_eq!(route.fragment(), "#v1/findings?severity=LOW");
    }

    #[test]
    fn a_column_orders_up_then_down_then_not() {
        let mut route = Route::to(Screen::Functions);
        let mut next = |column: &str| {
            route.order_by(column);
            (route.sort.clone(), route.descending)
        };
        assert_eq!(next("score"), ("score".to_owned(), false));
        assert_eq!(next("score"), ("score".to_owned(), true));
        assert_eq!(next("score"), (String::new(), false));
        assert_eq!(next("score"), ("score".to_owned(), false));
        assert_eq!(next("name"), ("name".to_owned(), false));
    }

    #[test]
    fn file_names_are_bare() {
        let check = |name: &str, expected: bool| assert_eq!(is_file_name(name), expected, "{name}");
        check("orders.json", true);
        check("a-B_9.x.zip", true);
        check("", false);
        check(".hidden", false);
        check("..", false);
        check("../a.json", false);
        check("a/b.json", false);
        check("a%2fb.json", false);
        check("http:x", false);
        check("a b.json", false);
        check("ä.json", false);
        check("a\\b", false);
        check(&"a".repeat(201), false);
    }
}
