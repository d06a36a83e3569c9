//! Queues that invoke the function: their attributes, found by the queue's ARN.

use std::collections::HashMap;

use evidence::CallId;
use evidence::facts::{Answer, ArnParts, Field, Gap};

use crate::edition_2026_11::Context;

pub(super) const ATTRIBUTES: &str = "sqs:GetQueueAttributes";

/// A queue's attributes.
pub(super) struct Queue<'f> {
    /// `Attributes`.
    pub place: Field<'f>,
    /// Whether all of them were asked for.
    whole: bool,
}

/// The calls about queues, by account and name.
type Calls = HashMap<String, Vec<CallId>>;

/// The attributes of the queue of that ARN.
pub(super) fn attributes<'f>(context: &Context<'f>, arn: &str) -> Result<Queue<'f>, Gap> {
    let facts = context.facts;
    let calls = context.once("queues", "", || {
        let mut calls = Calls::new();
        for call in facts.calls(Default::default(), ATTRIBUTES) {
            let url = evidence::json::Document::parse(facts.evidence().parameters(call));
            let url = url.ok().and_then(|url| {
                url.root().get("QueueUrl").and_then(|url| url.text().map(|url| url.into_owned()))
            });
            // The URL ends with the account and the name, whatever its host.
            let tail = url.and_then(|url| {
                let mut parts = url.rsplit('/');
                let (name, account) = (parts.next()?, parts.next()?);
                Some(format!("{account}/{name}"))
            });
            if let Some(tail) = tail {
                calls.entry(tail).or_default().push(call);
            }
        }
        calls
    });
    let mut answer = Answer::missing(ATTRIBUTES);
    if let Some(parts) = ArnParts::parse(arn) {
        for &call in calls.get(&format!("{}/{}", parts.account, parts.resource)).into_iter().flatten() {
            let queue = facts.answer(call, ATTRIBUTES);
            let scope = facts.evidence().call(call).scope;
            let region = scope.region.map(|region| facts.evidence().name(region));
            let here = match queue.clone().known().and_then(|queue| queue.path(&["Attributes", "QueueArn"])) {
                Some(own) => own.is_text(arn),
                None => region.is_none_or(|region| region == parts.region),
            };
            if here {
                answer = answer.or_else(|| queue);
            }
        }
    }
    match answer {
        Answer::Known(queue) => {
            let place = queue.get("Attributes").unwrap_or(queue);
            let asked = evidence::json::Document::parse(facts.evidence().parameters(queue.call));
            let whole = asked.is_ok_and(|asked| match asked.root().get("AttributeNames") {
                Some(names) => names.items().any(|name| name.is_text("All")),
                // It isn't recorded, but nobody asks for these one by one.
                None => ["QueueArn", "VisibilityTimeout", "CreatedTimestamp"]
                    .iter()
                    .all(|key| place.get(key).is_some()),
            });
            Ok(Queue { place, whole })
        }
        Answer::Absent(call) => Err(Gap { operation: ATTRIBUTES, call: Some(call) }),
        Answer::Refused(gap) | Answer::Missing(gap) => Err(gap),
    }
}

impl<'f> Queue<'f> {
    /// An attribute; `None` where the queue doesn't have it.
    pub fn known(&self, key: &str) -> Result<Option<Field<'f>>, Gap> {
        match self.place.get(key) {
            Some(attribute) => Ok(Some(attribute)),
            None if self.whole => Ok(None),
            None => Err(Gap { operation: ATTRIBUTES, call: Some(self.place.call) }),
        }
    }

    /// An attribute that is a number; they are written as texts.
    pub fn number(&self, key: &str) -> Result<Option<(i64, Field<'f>)>, Gap> {
        let attribute = self.known(key)?;
        Ok(attribute.and_then(|field| {
            let number = field.integer().or_else(|| field.text()?.trim().parse().ok())?;
            Some((number, field))
        }))
    }
}
