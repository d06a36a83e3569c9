//! What the frame says.

use engine::messages::Head;

use crate::ui::shorten;

/// The files, the account and the region, as they stand in the header.
pub fn what(head: &Head) -> Vec<String> {
    let names: Vec<String> = head.files.iter().map(|file| file.name.clone()).collect();
    let files = match (&head.origin, names.as_slice()) {
        (Some(origin), _) => origin.clone(),
        (None, [one]) => one.clone(),
        (None, many) => format!("{} files", shorten::count(many.len() as u64)),
    };
    let several = |all: &[String], many: &str| match all {
        [] => None,
        [one] => Some(one.clone()),
        more => Some(format!("{} {many}", more.len())),
    };
    [Some(files), several(&head.accounts, "accounts"), several(&head.regions, "regions")]
        .into_iter()
        .flatten()
        .collect()
}

/// How the footer says what was requested: addresses as they are to be told, and so many of the page's own parts, which still
/// belong to its loading.
pub fn requests(parts: usize, told: &[String]) -> String {
    let count = match told.len() {
        1 => "1 request".to_owned(),
        count => format!("{} requests", shorten::count(count as u64)),
    };
    let beside = match parts {
        0 => String::new(),
        1 => ", beside a part of the page".to_owned(),
        parts => format!(", beside {parts} parts of the page"),
    };
    let said = format!("nothing has left this page: {count} since it loaded{beside}");
    if told.is_empty() { said } else { format!("{said}: {}", shorten::names(told, 3)) }
}

/// The hash as the footer shows it: of the file, or that there are several.
pub fn hash(head: &Head) -> Option<String> {
    match head.files.as_slice() {
        [] => None,
        [one] => Some(
            one.sha256
                .as_ref()
                .map_or_else(|| "sha-256 …".to_owned(), |hash| format!("sha-256 {}", shorten::hash(hash))),
        ),
        many => Some(format!("{} files", shorten::count(many.len() as u64))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use engine::messages::FileRow;

    fn head(files: &[&str]) -> Head {
        let file = |name: &&str| FileRow { name: (*name).to_owned(), ..FileRow::default() };
        Head { files: files.iter().map(file).collect(), ..Head::default() }
    }

    #[test]
    fn the_header_says_what_is_open() {
        let mut one = head(&["a.json"]);
        assert_eq!(what(&one), ["a.json"]);
        one.accounts = vec!["123456789012".to_owned()];
        one.regions = vec!["us-east-1".to_owned(), "eu-west-1".to_owned()];
        assert_eq!(what(&one), ["a.json", "123456789012", "2 regions"]);
        one.origin = Some("a.json, from this host".to_owned());
        assert_eq!(what(&one)[0], "a.json, from this host");
        assert_eq!(what(&head(&["a", "b", "c"])), ["3 files"]);
    }

    #[test]
    fn the_footer_counts_and_names() {
        let check = |parts: usize, told: &[&str], expected: &str| {
            let told: Vec<String> = told.iter().map(|&name| name.to_owned()).collect();
            assert_eq!(requests(parts, &told), format!("nothing has left this page: {expected}"));
        };
        check(0, &[], "0 requests since it loaded");
        check(0, &["orders.json, from this host"], "1 request since it loaded: orders.json, from this host");
        check(0, &["a", "b", "c", "d"], "4 requests since it loaded: a, b, c and 1 more");
        check(1, &[], "0 requests since it loaded, beside a part of the page");
        check(3, &["a"], "1 request since it loaded, beside 3 parts of the page: a");
    }

    #[test]
    fn the_footer_tells_the_hash() {
        let mut one = head(&["a"]);
        assert_eq!(hash(&one).as_deref(), Some("sha-256 …"));
        one.files[0].sha256 = Some("3f9c41d2aaaaaaaaa07e".to_owned());
        assert_eq!(hash(&one).as_deref(), Some("sha-256 3f9c…a07e"));
        assert_eq!(hash(&head(&["a", "b"])).as_deref(), Some("2 files"));
        assert_eq!(hash(&head(&[])), None);
    }
}
