//! The layers of a function.

use std::borrow::Cow;

use evidence::facts::{ArnParts, Field, Function, Gap};

/// A version of a layer.
pub(super) struct Layer<'s> {
    /// Its entry in the configuration.
    pub field: Field<'s>,
    /// Its ARN.
    pub arn: Cow<'s, str>,
}

impl Layer<'_> {
    /// Its parts; `None` where it isn't the ARN of a layer's version.
    pub fn parts(&self) -> Option<ArnParts<'_>> {
        let parts = ArnParts::parse(&self.arn)?;
        (parts.resource.starts_with("layer:") && !parts.account.is_empty()).then_some(parts)
    }
}

/// The layers in a function's configuration.
///
/// # Errors
/// The configuration isn't known.
pub(super) fn layers<'s>(function: &'s Function<'_>) -> Result<Vec<Layer<'s>>, Gap> {
    let layers = function.config("Layers")?.into_iter().flat_map(|layers| layers.items());
    let layer = |field: Field<'s>| field.text_of("Arn").map(|arn| Layer { field, arn });
    Ok(layers.filter_map(layer).collect())
}
