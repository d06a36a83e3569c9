//! The nine questions that decide all requirements of the edition.

use checks::edition_2025_09::{Configuration, Field};
use checks::python::{Py, Raised};

/// What the edition looks at to decide a requirement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Criterion {
    /// The configuration has a VpcConfig, even one of empty lists.
    Vpc,
    /// The configuration has a ReservedConcurrencyConfig, which AWS never answers.
    Concurrency,
    /// Tracing is active.
    Tracing,
    /// The configuration has a KMS key.
    Key,
    /// CloudTrail describes a trail, logging or not.
    Trail,
    /// The timeout is at most 300 seconds.
    Timeout,
    /// The configuration has a role, of its own or not.
    Role,
    /// Nothing: AWS answers for it.
    Provider,
    /// The runtime is not one of three deprecated ones.
    Runtime,
}

/// How many there are.
pub(super) const CRITERIA: usize = 9;

const DEPRECATED: [&str; 3] = ["python2.7", "python3.6", "nodejs8.10"];

impl Criterion {
    /// Whether the configuration meets it; `trail` says whether there is a trail, none where that is unknown.
    ///
    /// # Errors
    /// The exception that the original meets.
    pub(super) fn holds(
        self,
        config: &Configuration<'_>,
        trail: Option<bool>,
    ) -> Result<Option<bool>, Raised<'static>> {
        Ok(Some(match self {
            Self::Vpc => config.has(Field::VpcConfig)?,
            Self::Concurrency => config.has(Field::ReservedConcurrency)?,
            Self::Tracing => {
                let tracing = config.get(Field::TracingConfig, Py::EMPTY_DICT)?;
                tracing.get("Mode", Py::None)?.is_text("Active")
            }
            Self::Key => config.has(Field::KmsKeyArn)?,
            Self::Trail => return Ok(trail),
            Self::Timeout => config.get(Field::Timeout, Py::Int("3"))?.compared("<=")? <= 300.0,
            Self::Role => config.has(Field::Role)?,
            Self::Provider => true,
            Self::Runtime => {
                let runtime = config.get(Field::Runtime, Py::EMPTY_TEXT)?;
                !DEPRECATED.iter().any(|name| runtime.is_text(name))
            }
        }))
    }
}
