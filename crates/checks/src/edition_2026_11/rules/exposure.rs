//! Whether anybody can call a function: what makes a finding about its role worse.

use evidence::facts::Function;

use super::{resource_policy, url};
use crate::EvidenceRef;
use crate::edition_2026_11::Context;
use crate::edition_2026_11::rule::place;

/// Where the evidence shows that everybody gets in: a statement of its resource policy, or a URL that asks nobody to sign in where
/// that policy isn't known.
pub(super) fn public(context: &Context<'_>, function: &Function<'_>) -> Option<EvidenceRef> {
    let policies = resource_policy::read(context, function);
    let admitted = policies.admitted();
    if let Some(public) = admitted.iter().find(|admitted| admitted.caller.is_public()) {
        return Some(public.place());
    }
    let (urls, _) = url::urls(function);
    let open = urls.iter().find(|url| url::is_open(url) && policies.gap.is_some())?;
    Some(place(&open.get("AuthType").unwrap_or(*open)))
}
