//! GetFunction's answer, read once for both checkers.

use std::borrow::Cow;

use evidence::json::Value;
use evidence::{CallId, Evidence};

use super::Subject;
use super::answers::{Reply, reply};
use crate::python::{Py, Raised};

/// A subject's GetFunction answer.
#[derive(Debug)]
pub struct Opened<'e> {
    reply: Reply<'e>,
    /// Where the configuration's fields stand in it; none where the answer has no such field.
    nodes: [Option<u32>; FIELDS],
}

impl<'e> Opened<'e> {
    /// Reads the answer.
    // Kept apart: ARCHITECTURE.md, "Size and speed", says why.
    #[inline(never)]
    pub fn new(evidence: &'e Evidence, subject: &Subject) -> Self {
        let reply = reply(evidence, subject.call, "lambda:GetFunction");
        let mut nodes = [None; FIELDS];
        let root = reply.answer.as_ref().ok().map(|document| document.root());
        let configuration = root.and_then(|root| root.get("Configuration")).filter(|value| value.is_object());
        // Where a name stands twice, the last one stays.
        for (name, value) in configuration.iter().flat_map(|configuration| configuration.pairs()) {
            if let Some(field) = Field::named(&name.name()) {
                nodes[field as usize] = Some(value.own_node());
            }
        }
        Self { reply, nodes }
    }

    /// The GetFunction call; none where nobody asked.
    pub fn call(&self) -> Option<CallId> {
        self.reply.call
    }

    /// A field of the configuration, where there is one and the configuration is an object.
    pub fn field(&self, field: Field) -> Option<Value<'_>> {
        self.reply.answer.as_ref().ok()?.value(self.nodes[field as usize]?)
    }

    /// A field of the configuration that is text.
    pub fn text(&self, field: Field) -> Option<String> {
        self.field(field)?.text().map(Cow::into_owned)
    }

    /// The function's configuration.
    ///
    /// # Errors
    /// The exception that the original meets on its way there.
    pub fn configuration(&self) -> Result<Configuration<'_>, Raised<'_>> {
        Ok(Configuration { opened: self, whole: self.reply.root()?.item("Configuration")? })
    }
}

/// A field of the configuration that is read.
#[derive(Clone, Copy, Debug)]
#[expect(missing_docs, reason = "each is the field of that name in AWS's answer, see `Field::named`")]
pub enum Field {
    FunctionArn,
    LastModified,
    PackageType,
    Role,
    Environment,
    KmsKeyArn,
    VpcConfig,
    Runtime,
    Timeout,
    ReservedConcurrency,
    CodeSize,
    Layers,
    TracingConfig,
}

/// How many fields there are.
const FIELDS: usize = 13;

impl Field {
    fn named(name: &[u8]) -> Option<Self> {
        Some(match name {
            b"FunctionArn" => Self::FunctionArn,
            b"LastModified" => Self::LastModified,
            b"PackageType" => Self::PackageType,
            b"Role" => Self::Role,
            b"Environment" => Self::Environment,
            b"KMSKeyArn" => Self::KmsKeyArn,
            b"VpcConfig" => Self::VpcConfig,
            b"Runtime" => Self::Runtime,
            b"Timeout" => Self::Timeout,
            // AWS has no field of this name; the original looks for it all the same.
            b"ReservedConcurrencyConfig" => Self::ReservedConcurrency,
            b"CodeSize" => Self::CodeSize,
            b"Layers" => Self::Layers,
            b"TracingConfig" => Self::TracingConfig,
            _ => return None,
        })
    }
}

/// A function's configuration, as the rules read it.
#[derive(Debug)]
pub struct Configuration<'d> {
    opened: &'d Opened<'d>,
    whole: Py<'d>,
}

impl<'d> Configuration<'d> {
    /// `config.get(field, default)`
    ///
    /// # Errors
    /// The configuration is no map.
    pub fn get(&self, field: Field, default: Py<'d>) -> Result<Py<'d>, Raised<'static>> {
        match &self.whole {
            Py::Dict(_) => Ok(self.opened.field(field).map_or(default, Py::from)),
            other => Err(other.no_attribute("get")),
        }
    }

    /// Whether `config.get(field)` is there and not empty.
    ///
    /// # Errors
    /// The configuration is no map.
    pub fn has(&self, field: Field) -> Result<bool, Raised<'static>> {
        Ok(self.get(field, Py::None)?.truthy())
    }

    /// Whether the field stands in the answer, and is not null.
    pub fn is_there(&self, field: Field) -> bool {
        self.opened.field(field).is_some_and(|value| !value.is_null())
    }
}
