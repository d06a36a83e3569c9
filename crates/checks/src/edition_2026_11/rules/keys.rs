//! The KMS keys that a function's parts are encrypted with, by whatever name they are called.

use std::borrow::Cow;
use std::rc::Rc;

use evidence::facts::{Answer, ArnParts, Field, Function, Gap, Whereabouts};
use evidence::json::Document;

use crate::edition_2026_11::Context;
use crate::edition_2026_11::rule::{Judged, Outcome, not_applicable, note};

const DESCRIBE: &str = "kms:DescribeKey";

/// A key that a function names.
pub(super) struct Key<'s> {
    /// Where the function names it.
    pub field: Field<'s>,
    /// What it is called there, mostly an ARN.
    pub arn: Cow<'s, str>,
    at: Whereabouts<'s>,
}

/// The keys of a function's variables, code and durable executions, each once, and why there may be another.
fn keys<'s>(function: &'s Function<'_>) -> Result<(Vec<Key<'s>>, Option<Gap>), Gap> {
    let durable = function.config("DurableConfig")?.and_then(|durable| durable.get("KMSKeyArn"));
    let code = function.beside("Code");
    let source = code.as_ref().ok().and_then(|code| code.as_ref()?.get("SourceKMSKeyArn"));
    let mut keys: Vec<Key<'s>> = Vec::new();
    for field in [function.config("KMSKeyArn")?, source, durable].into_iter().flatten() {
        let Some(arn) = field.text().filter(|arn| !arn.trim().is_empty()) else { continue };
        if keys.iter().all(|key| key.arn != arn) {
            keys.push(Key { field, arn, at: function.at });
        }
    }
    // A list of functions leaves the package's key out.
    let gap = if function.is_image()? { None } else { code.err() };
    Ok((keys, gap))
}

impl Key<'_> {
    /// All names under which calls may ask for it. Many functions name few keys, and each rule asks on.
    fn names(&self, context: &Context<'_>) -> Rc<Vec<String>> {
        let at = self.whereabouts();
        let key = [at.account.unwrap_or_default(), at.region.unwrap_or_default(), &self.arn].join(" ");
        context.once("names of a key", &key, || self.find_names(context))
    }

    fn find_names(&self, context: &Context<'_>) -> Vec<String> {
        let mut names = vec![self.arn.clone().into_owned()];
        let mut add = |name: &str| {
            let short = ArnParts::parse(name).map_or(name, |arn| arn.resource);
            for name in [name, short.strip_prefix("key/").unwrap_or(short)] {
                if !names.iter().any(|known| known == name) {
                    names.push(name.to_owned());
                }
            }
        };
        add(&self.arn);
        let short = ArnParts::parse(&self.arn).map_or(self.arn.as_ref(), |arn| arn.resource);
        let alias = context.facts.asked(self.whereabouts(), DESCRIBE, "KeyId", &[&self.arn, short]);
        let own = alias.known().and_then(|answer| answer.path(&["KeyMetadata", "Arn"])?.text());
        if let Some(own) = &own {
            add(own);
        }
        // Whatever name a call used, its answer says the key's ARN.
        let arn = own.as_deref().unwrap_or(&self.arn);
        for answer in context.facts.find(self.whereabouts(), DESCRIBE, "", "KeyMetadata/Arn", arn) {
            let parameters = Document::parse(context.facts.evidence().parameters(answer.call));
            if let Some(name) =
                parameters.ok().and_then(|asked| Some(asked.root().get("KeyId")?.text()?.into_owned()))
            {
                add(&name);
            }
        }
        names
    }

    fn whereabouts(&self) -> Whereabouts<'_> {
        // A key of another account is asked about from one's own.
        let region = ArnParts::parse(&self.arn).and_then(|arn| arn.whereabouts().region);
        Whereabouts { account: self.at.account, region: region.or(self.at.region) }
    }

    /// What AWS answered to an operation about it.
    pub fn ask<'f>(&self, context: &Context<'f>, operation: &'static str) -> Answer<Field<'f>> {
        let names = self.names(context);
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        context.facts.asked(self.whereabouts(), operation, "KeyId", &names)
    }

    /// What DescribeKey says of it.
    pub fn metadata<'f>(&self, context: &Context<'f>) -> Answer<Field<'f>> {
        match self.ask(context, DESCRIBE) {
            Answer::Known(answer) => match answer.get("KeyMetadata") {
                Some(metadata) => Answer::Known(metadata),
                None => Answer::Missing(Gap { operation: DESCRIBE, call: Some(answer.call) }),
            },
            other => other,
        }
    }

    /// Whether AWS keeps it: by what DescribeKey says, or by its alias.
    pub fn is_of_aws(&self, context: &Context<'_>) -> bool {
        let kept = |metadata: Field<'_>| metadata.get("KeyManager").is_some_and(|who| who.is_text("AWS"));
        self.arn.contains("alias/aws/") || self.metadata(context).known().is_some_and(kept)
    }
}

/// Whether a key that some part names is kept by AWS.
pub(super) fn is_of_aws(context: &Context<'_>, function: &Function<'_>, field: Field<'_>) -> bool {
    let Some(arn) = field.text() else { return false };
    Key { field, arn, at: function.at }.is_of_aws(context)
}

/// Judges each key of a function that isn't kept by AWS.
pub(super) fn judge_each(
    context: &Context<'_>,
    function: &Function<'_>,
    judge: impl Fn(&Key<'_>) -> Result<Option<Outcome>, Gap>,
) -> Judged {
    let (keys, gap) = keys(function)?;
    let mut outcomes = Vec::new();
    let mut concerned = gap.is_some();
    note(&mut outcomes, gap);
    for key in keys.iter().filter(|key| !key.is_of_aws(context)) {
        concerned = true;
        match judge(key) {
            Ok(outcome) => outcomes.extend(outcome),
            Err(gap) => note(&mut outcomes, Some(gap)),
        }
    }
    if !concerned {
        return not_applicable("The function uses no KMS key of the customer's own.");
    }
    Ok(outcomes)
}
