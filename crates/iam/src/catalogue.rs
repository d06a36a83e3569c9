//! What is known about AWS's services and actions, with its date. Judging a role needs none of this: it says what a
//! pattern stands for, and whether a name exists at all.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::OnceLock;

use crate::policy::ActionPattern;

/// The names of all services, small enough to be there from the start.
const SERVICES: &str = include_str!("../data/services.txt");

/// Is there a service of this name, like `s3`? Upper and lower case are the same.
pub fn is_service(name: &str) -> bool {
    static NAMES: OnceLock<Vec<&'static str>> = OnceLock::new();
    let names = NAMES.get_or_init(|| {
        let lines = SERVICES.lines().filter(|line| !line.starts_with('#'));
        lines.flat_map(str::split_whitespace).collect()
    });
    names.binary_search(&name.to_ascii_lowercase().as_str()).is_ok()
}

/// What an action does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Access {
    /// It reads.
    Read,
    /// It creates, changes or deletes.
    Write,
    /// It lists what there is.
    List,
    /// It changes who may do what.
    Permissions,
    /// It changes tags.
    Tagging,
}

/// One action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    /// Its name without the service, as AWS writes it.
    pub name: String,
    /// What it does.
    pub access: Access,
    /// True if a policy can name the resources it may be done on; else `Resource` can only be `*`.
    pub has_resources: bool,
}

/// All actions of all services. `data/actions.txt` holds it; the caller loads that when it is needed.
#[derive(Clone, Debug)]
pub struct Catalogue {
    /// When it was made, as a year and month.
    pub as_of: String,
    services: BTreeMap<String, Vec<Action>>,
}

/// Why a catalogue couldn't be read, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CatalogueError {
    /// What happened.
    pub what: String,
}

impl fmt::Display for CatalogueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} Load the file actions.txt of this program's own version.", self.what)
    }
}

impl std::error::Error for CatalogueError {}

impl Catalogue {
    /// Reads `data/actions.txt`.
    pub fn parse(bytes: &[u8]) -> Result<Self, CatalogueError> {
        let refuse = |what: String| CatalogueError { what };
        let text = std::str::from_utf8(bytes)
            .map_err(|_| refuse("The catalogue of actions isn't UTF-8 text.".to_owned()))?;
        let as_of = text.lines().find_map(|line| line.strip_prefix("# as_of ")).map(str::to_owned);
        let as_of = as_of.ok_or_else(|| refuse("The catalogue of actions has no date.".to_owned()))?;
        let mut services: BTreeMap<String, Vec<Action>> = BTreeMap::new();
        let mut current: Option<&mut Vec<Action>> = None;
        for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.starts_with('#')) {
            let Some(rest) = line.strip_prefix(' ') else {
                current = Some(services.entry(line.to_owned()).or_default());
                continue;
            };
            let (level, names) = rest.split_once(' ').unwrap_or((rest, ""));
            match (access(level), current.as_deref_mut()) {
                (Some(access), Some(actions)) => {
                    actions.extend(names.split_whitespace().map(|name| Action {
                        name: name.trim_end_matches('*').to_owned(),
                        access,
                        has_resources: !name.ends_with('*'),
                    }))
                }
                _ => {
                    return Err(refuse(format!(
                        "Line {} of the catalogue of actions makes no sense.",
                        number + 1
                    )));
                }
            }
        }
        Ok(Self { as_of, services })
    }

    /// The catalogue that this program was built with. Pages load the same file when they need it.
    ///
    /// # Errors
    /// As for [`Catalogue::parse`].
    #[cfg(not(target_arch = "wasm32"))]
    pub fn shipped() -> Result<Self, CatalogueError> {
        Self::parse(include_bytes!("../data/actions.txt"))
    }

    /// The actions that a pattern stands for, each with its service.
    pub fn expand<'a>(&'a self, pattern: &ActionPattern) -> Vec<(&'a str, &'a Action)> {
        if pattern.glob().is_literal() {
            return self.literal(&pattern.text).into_iter().collect();
        }
        let only = pattern.lowercase_service();
        self.matching(only, |name| pattern.glob().matches(name))
    }

    /// The actions of one service, or of all, whose names in lower case are wanted.
    fn matching<'a>(
        &'a self,
        only: Option<&str>,
        wanted: impl Fn(&str) -> bool,
    ) -> Vec<(&'a str, &'a Action)> {
        let mut found = Vec::new();
        let services = self.services.iter().filter(|(service, _)| only.is_none_or(|only| only == *service));
        let mut name = String::new();
        for (service, actions) in services {
            for action in actions {
                name.clear();
                name.push_str(service);
                name.push(':');
                name.push_str(&action.name);
                name.make_ascii_lowercase();
                if wanted(&name) {
                    found.push((service.as_str(), action));
                }
            }
        }
        found
    }

    /// One action, like `s3:GetObject`.
    pub fn action(&self, name: &str) -> Option<&Action> {
        self.literal(name).map(|(_, action)| action)
    }

    fn literal(&self, name: &str) -> Option<(&str, &Action)> {
        let (service, name) = name.split_once(':')?;
        let (service, actions) = self.services.get_key_value(&service.to_ascii_lowercase())?;
        let action = actions.iter().find(|action| action.name.eq_ignore_ascii_case(name))?;
        Some((service, action))
    }

    /// The actions that these patterns stand for together, less those that others stand for: what `NotAction` leaves.
    pub fn all_but<'a>(&'a self, patterns: &[ActionPattern]) -> Vec<(&'a str, &'a Action)> {
        self.matching(None, |name| !patterns.iter().any(|pattern| pattern.glob().matches(name)))
    }
}

fn access(letter: &str) -> Option<Access> {
    Some(match letter {
        "R" => Access::Read,
        "W" => Access::Write,
        "L" => Access::List,
        "P" => Access::Permissions,
        "T" => Access::Tagging,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const DATA: &[u8] = include_bytes!("../data/actions.txt");

    #[test]
    fn the_file_is_read_whole() {
        let catalogue = Catalogue::parse(DATA).unwrap();
        assert_eq!(catalogue.as_of, "2026-11");
        assert!(catalogue.services.keys().all(|service| is_service(service)));
        assert_eq!(catalogue.expand(&ActionPattern::new("*".to_owned())).len(), 20_455);
        assert_eq!(catalogue.services.len(), 445);
    }

    #[test]
    fn asking() {
        let catalogue = Catalogue::parse(DATA).unwrap();
        let expect = |name: &str, access, has_resources| {
            let action = catalogue.action(name).unwrap();
            assert_eq!((action.access, action.has_resources), (access, has_resources), "{name}");
        };
        expect("S3:getobject", Access::Read, true);
        expect("s3:ListAllMyBuckets", Access::List, false);
        expect("s3:PutBucketPolicy", Access::Permissions, true);
        expect("ec2:TerminateInstances", Access::Write, true);
        assert_eq!(catalogue.action("s3:Nonsense"), None);
        assert!(is_service("Lambda") && !is_service("lamda"));
        let names: Vec<&str> = catalogue
            .expand(&ActionPattern::new("iam:*LoginProfile".to_owned()))
            .into_iter()
            .map(|(_, action)| action.name.as_str())
            .collect();
        assert_eq!(names.len(), 4, "{names:?}");
        let rest = catalogue.all_but(&[ActionPattern::new("iam:*".to_owned())]);
        assert!(rest.iter().all(|(service, _)| *service != "iam") && rest.len() > 20_000);
    }

    #[test]
    fn refusals() {
        for (bytes, expected) in [
            (&b"\xff"[..], "isn't UTF-8"),
            (b"s3\n R Get", "has no date"),
            (b"# as_of 2026-11\n R Get", "Line 2"),
            (b"# as_of 2026-11\ns3\n X Get", "Line 3"),
        ] {
            let message = Catalogue::parse(bytes).unwrap_err().to_string();
            assert!(message.contains(expected), "{message}");
        }
    }
}
