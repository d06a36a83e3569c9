//! GetFunction's answer, read once for both checkers.

use evidence::{CallId, Evidence};

use super::Subject;
use super::answers::{Reply, reply};
use crate::python::{Py, Raised};

/// A subject's GetFunction answer.
#[derive(Debug)]
pub struct Opened<'e> {
    reply: Reply<'e>,
}

impl<'e> Opened<'e> {
    /// Reads the answer.
    pub fn new(evidence: &'e Evidence, subject: &Subject) -> Self {
        Self { reply: reply(evidence, subject.call, "lambda:GetFunction") }
    }

    /// The GetFunction call; none where nobody asked.
    pub fn call(&self) -> Option<CallId> {
        self.reply.call
    }

    /// The whole answer, where there is one.
    pub fn value(&self) -> Option<evidence::json::Value<'_>> {
        Some(self.reply.answer.as_ref().ok()?.root())
    }

    /// The ARN that the answer gives.
    pub fn arn(&self) -> Option<String> {
        let document = self.reply.answer.as_ref().ok()?;
        Some(document.root().path(&["Configuration", "FunctionArn"])?.text()?.into_owned())
    }

    /// The function's configuration.
    ///
    /// # Errors
    /// The exception that the original meets on its way there.
    // Kept apart: ARCHITECTURE.md, "Size and speed", says why.
    #[inline(never)]
    pub fn configuration(&self) -> Result<Configuration<'_>, Raised<'_>> {
        let configuration = self.reply.root()?.item("Configuration")?;
        let mut fields = [const { None }; FIELDS];
        if let Py::Dict(Some(value)) = &configuration {
            // Where a name stands twice, the last one stays.
            for (name, value) in value.pairs() {
                if let Some(field) = Field::named(&name.name()) {
                    fields[field as usize] = Some(value.into());
                }
            }
        }
        Ok(Configuration { fields, whole: configuration })
    }
}

/// A field of the configuration that a rule reads.
#[derive(Clone, Copy, Debug)]
#[expect(missing_docs, reason = "each is the field of that name in AWS's answer, see `Field::named`")]
pub enum Field {
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
const FIELDS: usize = 10;

impl Field {
    fn named(name: &[u8]) -> Option<Self> {
        Some(match name {
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

/// The fields of a function's configuration that the rules read.
#[derive(Debug)]
pub struct Configuration<'d> {
    fields: [Option<Py<'d>>; FIELDS],
    whole: Py<'d>,
}

impl<'d> Configuration<'d> {
    /// `config.get(field, default)`
    ///
    /// # Errors
    /// The configuration is no map.
    pub fn get(&self, field: Field, default: Py<'d>) -> Result<Py<'d>, Raised<'static>> {
        match (&self.whole, &self.fields[field as usize]) {
            (Py::Dict(_), Some(value)) => Ok(value.clone()),
            (Py::Dict(_), None) => Ok(default),
            (other, _) => Err(other.no_attribute("get")),
        }
    }

    /// Whether `config.get(field)` is there and not empty.
    ///
    /// # Errors
    /// The configuration is no map.
    pub fn has(&self, field: Field) -> Result<bool, Raised<'static>> {
        match (&self.whole, &self.fields[field as usize]) {
            (Py::Dict(_), value) => Ok(value.as_ref().is_some_and(Py::truthy)),
            (other, _) => Err(other.no_attribute("get")),
        }
    }

    /// Whether the field stands in the answer, and is not null.
    pub fn is_there(&self, field: Field) -> bool {
        self.fields[field as usize].as_ref().is_some_and(|value| !matches!(value, Py::None))
    }
}
