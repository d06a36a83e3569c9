//! Exceptions: their class, and the text that `str()` gives of them.

use std::borrow::Cow;
use std::fmt;

/// An exception.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Raised<'e> {
    /// An attribute that a value of that type does not have.
    Attribute {
        /// The type's name.
        on: &'static str,
        /// The attribute.
        name: &'static str,
    },
    /// A key that a map does not have.
    Key(&'static str),
    /// An operation that a type does not support.
    Type(Cow<'static, str>),
    /// A value that can't be read.
    Value(String),
    /// A number out of range.
    Overflow(&'static str),
    /// Something that botocore could not do.
    Runtime(String),
    /// AWS answered with an error.
    Client {
        /// With its service: `lambda:GetFunction`.
        operation: &'static str,
        /// Such as `AccessDeniedException`.
        code: Cow<'e, str>,
        /// What AWS wrote with it.
        message: Cow<'e, str>,
    },
}

impl Raised<'_> {
    /// The name of its class.
    pub fn class(&self) -> &'static str {
        match self {
            Self::Attribute { .. } => "AttributeError",
            Self::Key(_) => "KeyError",
            Self::Type(_) => "TypeError",
            Self::Value(_) => "ValueError",
            Self::Overflow(_) => "OverflowError",
            Self::Runtime(_) => "RuntimeError",
            Self::Client { .. } if self.is_resource_not_found() => "ResourceNotFoundException",
            Self::Client { .. } => "ClientError",
        }
    }

    /// Whether it is the Lambda client's `ResourceNotFoundException`, which has a class of its own.
    pub fn is_resource_not_found(&self) -> bool {
        matches!(self, Self::Client { operation, code, .. }
            if operation.starts_with("lambda:") && code == "ResourceNotFoundException")
    }
}

impl fmt::Display for Raised<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Attribute { on, name } => write!(f, "'{on}' object has no attribute '{name}'"),
            Self::Key(key) => write!(f, "'{key}'"),
            Self::Type(text) => f.write_str(text),
            Self::Overflow(text) => f.write_str(text),
            Self::Value(text) | Self::Runtime(text) => f.write_str(text),
            Self::Client { operation, code, message } => {
                let name = operation.split_once(':').map_or(*operation, |(_, name)| name);
                write!(f, "An error occurred ({code}) when calling the {name} operation: {message}")
            }
        }
    }
}
