//! JSON split by its top members, in their order, without reading what lies inside them.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

/// The members of an object in their order; a name may occur twice, and then the last counts.
pub(crate) struct Members<'a>(pub(crate) Vec<(String, &'a RawValue)>);

impl<'a> Members<'a> {
    /// The raw value of a member.
    pub(crate) fn get(&self, name: &str) -> Option<&'a RawValue> {
        self.0.iter().rev().find(|(k, _)| k == name).map(|(_, v)| *v)
    }

    /// A member that is a string.
    pub(crate) fn string(&self, name: &str) -> Option<String> {
        self.get(name).and_then(string)
    }

    /// The first of some members that is a string.
    pub(crate) fn any_string(&self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|name| self.string(name))
    }

    /// A member that is an object.
    pub(crate) fn object(&self, name: &str) -> Option<Members<'a>> {
        self.get(name).and_then(|raw| members(raw.get()))
    }

    /// A member that is an object of nothing but strings.
    pub(crate) fn strings(&self, name: &str) -> Option<Vec<(String, String)>> {
        self.object(name)?.into_strings()
    }

    /// All members, where every one is a string.
    pub(crate) fn into_strings(self) -> Option<Vec<(String, String)>> {
        let mut out: Vec<(String, String)> = Vec::with_capacity(self.0.len());
        for (name, raw) in self.0 {
            out.push((name, string(raw)?));
        }
        Some(out)
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Members<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader;
        impl<'de> Visitor<'de> for Reader {
            type Value = Members<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Members<'de>, M::Error> {
                let mut members = Vec::new();
                while let Some(entry) = map.next_entry::<String, &'de RawValue>()? {
                    members.push(entry);
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(Reader)
    }
}

/// The members of an object.
pub(crate) fn members(text: &str) -> Option<Members<'_>> {
    serde_json::from_str(text).ok()
}

/// The elements of an array.
pub(crate) fn elements(text: &str) -> Option<Vec<&RawValue>> {
    serde_json::from_str(text).ok()
}

/// The text of a string.
pub(crate) fn string(raw: &RawValue) -> Option<String> {
    raw.get().starts_with('"').then(|| serde_json::from_str(raw.get()).ok())?
}

/// A string as JSON.
pub(crate) fn quote(text: &str) -> String {
    // Serialising a string cannot fail.
    serde_json::to_string(text).unwrap_or_default()
}

/// The values that a text holds one after the other, with or without line ends between them; at the end nothing, if it
/// breaks off or holds something else.
pub(crate) fn sequence(text: &str) -> impl Iterator<Item = Option<&RawValue>> {
    let mut stream = serde_json::Deserializer::from_str(text).into_iter::<&RawValue>();
    let mut broken = false;
    std::iter::from_fn(move || {
        if broken {
            return None;
        }
        let value = stream.next()?.ok();
        broken = value.is_none();
        Some(value)
    })
}
