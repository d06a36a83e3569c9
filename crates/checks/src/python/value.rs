//! A JSON value with the operations of the original's language.

use std::borrow::Cow;

use evidence::json::{Kind, Value};

use super::Raised;
use super::text;

/// A value as the original sees it.
#[derive(Clone, Debug)]
pub enum Py<'a> {
    /// `None`
    None,
    /// `True` or `False`
    Bool(bool),
    /// A whole number of any length, as JSON writes it.
    Int(&'a str),
    /// A double.
    Float(f64),
    /// A text.
    Text(Cow<'a, str>),
    /// A list; none for the empty list of a default.
    List(Option<Value<'a>>),
    /// A map; none for the empty map of a default.
    Dict(Option<Value<'a>>),
}

impl<'a> From<Value<'a>> for Py<'a> {
    fn from(value: Value<'a>) -> Self {
        match value.kind() {
            Kind::Null => Self::None,
            Kind::False => Self::Bool(false),
            Kind::True => Self::Bool(true),
            Kind::Number if value.raw().contains(['.', 'e', 'E']) => {
                Self::Float(value.number().unwrap_or(f64::INFINITY))
            }
            Kind::Number => Self::Int(value.raw()),
            Kind::Text => Self::Text(value.text().unwrap_or_default()),
            Kind::Array => Self::List(Some(value)),
            Kind::Object => Self::Dict(Some(value)),
        }
    }
}

impl<'a> Py<'a> {
    /// The empty text.
    pub const EMPTY_TEXT: Self = Self::Text(Cow::Borrowed(""));
    /// The empty list.
    pub const EMPTY_LIST: Self = Self::List(None);
    /// The empty map.
    pub const EMPTY_DICT: Self = Self::Dict(None);

    /// The name of its type.
    pub fn type_name(&self) -> &'static str {
        match self {
            Self::None => "NoneType",
            Self::Bool(_) => "bool",
            Self::Int(_) => "int",
            Self::Float(_) => "float",
            Self::Text(_) => "str",
            Self::List(_) => "list",
            Self::Dict(_) => "dict",
        }
    }

    /// Whether it counts as true.
    pub fn truthy(&self) -> bool {
        match self {
            Self::None => false,
            Self::Bool(bool) => *bool,
            Self::Int(digits) => digits.bytes().any(|digit| matches!(digit, b'1'..=b'9')),
            Self::Float(number) => *number != 0.0,
            Self::Text(text) => !text.is_empty(),
            Self::List(value) => value.is_some_and(|value| value.items().next().is_some()),
            Self::Dict(value) => value.is_some_and(|value| !value.is_empty()),
        }
    }

    /// `value.get(key, default)`
    ///
    /// # Errors
    /// It is no map.
    pub fn get(&self, key: &str, default: Self) -> Result<Self, Raised<'static>> {
        match self {
            Self::Dict(value) => Ok(value.and_then(|value| value.get(key)).map_or(default, Self::from)),
            _ => Err(self.no_attribute("get")),
        }
    }

    /// `value[key]`
    ///
    /// # Errors
    /// It is no map, or has no such key.
    pub fn item(&self, key: &'static str) -> Result<Self, Raised<'static>> {
        match self {
            Self::Dict(value) => {
                value.and_then(|value| value.get(key)).map(Self::from).ok_or(Raised::Key(key))
            }
            Self::List(_) => Err(Raised::Type("list indices must be integers or slices, not str".into())),
            Self::Text(_) => Err(Raised::Type("string indices must be integers, not 'str'".into())),
            _ => Err(Raised::Type(format!("'{}' object is not subscriptable", self.type_name()).into())),
        }
    }

    /// What `for x in value` gives: a list's items, a map's keys, a text's characters.
    ///
    /// # Errors
    /// It can't be iterated.
    // Kept apart, as below: ARCHITECTURE.md, "Size and speed", says why.
    #[inline(never)]
    pub fn iterate(&self) -> Result<Vec<Self>, Raised<'static>> {
        match self {
            Self::List(value) => Ok(value.iter().flat_map(Value::items).map(Self::from).collect()),
            Self::Dict(value) => {
                Ok(value.iter().flat_map(Value::members).map(|(key, _)| Self::Text(key)).collect())
            }
            Self::Text(text) => Ok(text.chars().map(|char| Self::Text(char.to_string().into())).collect()),
            _ => Err(Raised::Type(format!("'{}' object is not iterable", self.type_name()).into())),
        }
    }

    /// `len(value)`
    ///
    /// # Errors
    /// It has no length.
    pub fn length(&self) -> Result<usize, Raised<'static>> {
        match self {
            Self::List(value) | Self::Dict(value) => Ok(value.map_or(0, |value| value.len())),
            Self::Text(text) => Ok(text.chars().count()),
            _ => Err(Raised::Type(format!("object of type '{}' has no len()", self.type_name()).into())),
        }
    }

    /// `text in value`: an item of a list, a key of a map, a part of a text.
    ///
    /// # Errors
    /// Nothing can be in it.
    pub fn contains(&self, text: &str) -> Result<bool, Raised<'static>> {
        match self {
            Self::List(value) => Ok(value.iter().flat_map(Value::items).any(|item| item.is_text(text))),
            Self::Dict(value) => Ok(value.is_some_and(|value| value.get(text).is_some())),
            Self::Text(whole) => Ok(whole.contains(text)),
            _ => {
                let name = self.type_name();
                Err(Raised::Type(format!("argument of type '{name}' is not iterable").into()))
            }
        }
    }

    /// `value == text`
    pub fn is_text(&self, text: &str) -> bool {
        matches!(self, Self::Text(own) if own == text)
    }

    /// The value as a number for `value OPERATOR 300`; a truth value counts as 0 or 1.
    ///
    /// # Errors
    /// It is no number.
    pub fn compared(&self, operator: &str) -> Result<f64, Raised<'static>> {
        self.number().ok_or_else(|| {
            let name = self.type_name();
            Raised::Type(format!("'{operator}' not supported between instances of '{name}' and 'int'").into())
        })
    }

    /// The nearest double of a number.
    pub fn number(&self) -> Option<f64> {
        match self {
            Self::Bool(bool) => Some(f64::from(u8::from(*bool))),
            Self::Int(digits) => digits.parse().ok(),
            Self::Float(number) => Some(*number),
            _ => None,
        }
    }

    /// The exception of an attribute that it does not have.
    pub fn no_attribute(&self, name: &'static str) -> Raised<'static> {
        Raised::Attribute { on: self.type_name(), name }
    }

    /// `str(value)`
    #[inline(never)]
    pub fn to_text(&self) -> Cow<'a, str> {
        match self {
            Self::Text(text) => text.clone(),
            _ => {
                let mut out = String::new();
                text::write_repr(self, &mut out);
                out.into()
            }
        }
    }

    /// It as JSON text.
    pub fn to_json(&self) -> Cow<'a, str> {
        match self {
            Self::None => "null".into(),
            Self::Bool(bool) => if *bool { "true" } else { "false" }.into(),
            Self::Int(digits) => (*digits).into(),
            Self::Float(number) if number.is_finite() => text::float(*number).into(),
            // JSON has no infinity; a number this large reads back as one.
            Self::Float(number) => if *number > 0.0 { "1e999" } else { "-1e999" }.into(),
            Self::Text(text) => serde_json::Value::from(text.as_ref()).to_string().into(),
            Self::List(value) => value.map_or("[]", |value| value.raw()).into(),
            Self::Dict(value) => value.map_or("{}", |value| value.raw()).into(),
        }
    }
}
