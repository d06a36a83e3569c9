//! One function: every call about it, joined.

use std::cell::OnceCell;

use super::answer::{Answer, Gap, from_error};
use super::index::{Known, Listed};
use super::place::{ArnParts, FunctionName, Whereabouts};
use super::shared::is_complete;
use super::{Facts, Field, List};
use crate::calls::{CallId, Symbol};
use crate::json::{Document, Tape, Value};

const GET: &str = "lambda:GetFunction";
const CONFIGURATION: &str = "lambda:GetFunctionConfiguration";
const LIST: &str = "lambda:ListFunctions";
const MAPPINGS: &str = "lambda:ListEventSourceMappings";

/// Members that GetFunction gives and a list of functions leaves out.
const NOT_LISTED: [&str; 7] = [
    "State",
    "StateReason",
    "StateReasonCode",
    "LastUpdateStatus",
    "LastUpdateStatusReason",
    "LastUpdateStatusReasonCode",
    "RuntimeVersionConfig",
];

/// A function that some call names.
#[derive(Debug)]
pub struct Function<'f> {
    facts: &'f Facts<'f>,
    /// Its name.
    pub name: &'f str,
    /// Its ARN, where an answer gives it.
    pub arn: Option<&'f str>,
    /// Its account and region, where known.
    pub at: Whereabouts<'f>,
    calls: Vec<Asked<'f>>,
    listed: Option<Listed>,
    /// Where the configuration stands, once somebody asked for it: nearly every rule does.
    configuration: OnceCell<Answer<Source>>,
}

/// Where a configuration stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Source {
    /// The call's place among the function's own; none for an entry of a list, which functions share.
    own: Option<usize>,
    call: CallId,
    node: u32,
}

#[derive(Debug)]
struct Asked<'f> {
    call: CallId,
    operation: Symbol,
    qualifier: Option<&'f str>,
    tape: OnceCell<Option<Tape>>,
}

impl<'f> Function<'f> {
    pub(super) fn new(facts: &'f Facts<'f>, known: &'f Known) -> Self {
        let asked = |about: &&'f super::index::About| Asked {
            call: about.call,
            operation: about.operation,
            qualifier: about.qualifier.as_deref(),
            tape: OnceCell::new(),
        };
        Self {
            facts,
            name: &known.name,
            arn: known.arn.as_deref(),
            at: known.at.get(),
            calls: facts.shared.index().about(known).iter().map(asked).collect(),
            listed: known.listed,
            configuration: OnceCell::new(),
        }
    }

    /// The facts that it is part of.
    pub fn facts(&self) -> &'f Facts<'f> {
        self.facts
    }

    /// Its account, where known.
    pub fn account(&self) -> Option<&'f str> {
        self.at.account
    }

    /// `aws`, `aws-cn` and so on: as its ARN says, else as its region does.
    pub fn partition(&self) -> &'f str {
        let region = self.at.region.unwrap_or_default();
        let of_region = match region {
            _ if region.starts_with("cn-") => "aws-cn",
            _ if region.starts_with("us-gov-") => "aws-us-gov",
            _ => "aws",
        };
        self.arn.and_then(ArnParts::parse).map_or(of_region, |arn| arn.partition)
    }

    fn root<'s>(&'s self, asked: &'s Asked<'f>) -> Option<Value<'s>> {
        let evidence = self.facts.evidence();
        let read = || evidence.response(asked.call).map(|document| document.into_tape());
        asked.tape.get_or_init(read).as_ref()?.root(evidence.response_text(asked.call)?)
    }

    fn asked(&self, operation: &str) -> impl Iterator<Item = &Asked<'f>> {
        let symbol = self.facts.evidence().find_symbol(operation);
        self.calls.iter().filter(move |asked| Some(asked.operation) == symbol)
    }

    fn reply(&self, asked: &Asked<'f>, operation: &'static str) -> Answer<Field<'_>> {
        // The calls are this function's own, so each is found again among them.
        let own = self.calls.iter().find(|own| own.call == asked.call);
        match own.and_then(|own| self.root(own)) {
            Some(value) => Answer::Known(Field::new(asked.call, value)),
            None => from_error(self.facts.evidence(), asked.call, operation),
        }
    }

    /// What AWS answered to an operation about the function itself, not about a version or alias of it.
    pub fn ask(&self, operation: &'static str) -> Answer<Field<'_>> {
        self.asked(operation)
            .filter(|asked| asked.qualifier.is_none() && !self.is_page(asked))
            .fold(Answer::missing(operation), |answer, asked| answer.or_else(|| self.reply(asked, operation)))
    }

    /// What AWS answered to an operation about the function (`None`, first and always there) and about its versions and aliases.
    pub fn ask_each(&self, operation: &'static str) -> Vec<(Option<&'f str>, Answer<Field<'_>>)> {
        let mut answers = vec![(None, self.ask(operation))];
        for asked in self.asked(operation).filter(|asked| asked.qualifier.is_some()) {
            let reply = self.reply(asked, operation);
            match answers.iter_mut().find(|(qualifier, _)| *qualifier == asked.qualifier) {
                Some((_, answer)) => {
                    let first = std::mem::replace(answer, Answer::missing(operation));
                    *answer = first.or_else(|| reply);
                }
                None => answers.push((asked.qualifier, reply)),
            }
        }
        answers
    }

    /// Whether something beside the function was named, such as the source of event source mappings: that selects from its list.
    fn is_filtered(&self, asked: &Asked<'_>) -> bool {
        let parameters = self.facts.evidence().parameters(asked.call);
        // Nearly all name the function and nothing else: one text, which ends where the parameters do.
        let name = parameters.strip_prefix("{\"FunctionName\":\"");
        if parameters == "{}" || name.is_some_and(|name| name.find('"') == name.len().checked_sub(2)) {
            return false;
        }
        let is_other = |(key, _): (Value<'_>, Value<'_>)| key.name().as_ref() != b"FunctionName";
        Document::parse(parameters).is_ok_and(|asked| asked.root().pairs().any(is_other))
    }

    fn is_page(&self, asked: &Asked<'_>) -> bool {
        self.facts.evidence().call(asked.call).page.is_some()
    }

    /// What an operation about the function lists under `key`, over all pages.
    pub fn list(&self, operation: &'static str, key: &str) -> List<'_> {
        let unfiltered = |asked: &&Asked<'f>| asked.qualifier.is_none() && !self.is_filtered(asked);
        let own = || self.asked(operation).filter(unfiltered);
        let pages: Vec<CallId> = own().map(|asked| asked.call).collect();
        let first =
            own().filter(|asked| !self.is_page(asked)).fold(Answer::missing(operation), |answer, asked| {
                answer.or_else(|| self.reply(asked, operation))
            });
        // What was asked for with a filter is there, but there may be more.
        let filtered =
            self.asked(operation).filter(|asked| asked.qualifier.is_none() && self.is_filtered(asked));
        let filtered = filtered.filter(|_| pages.is_empty());
        let items = own().chain(filtered).filter_map(|asked| self.reply(asked, operation).known());
        let items = items.flat_map(|answer| answer.list(key).collect::<Vec<_>>()).collect();
        let evidence = self.facts.evidence();
        let answer = |call: CallId| own().find(|asked| asked.call == call).and_then(|asked| self.root(asked));
        let gap = match &first {
            Answer::Known(_) if is_complete(evidence, &pages, answer) => None,
            Answer::Known(field) => Some(Gap { operation, call: Some(field.call) }),
            Answer::Absent(_) => None,
            Answer::Refused(gap) | Answer::Missing(gap) => Some(*gap),
        };
        List { items, call: pages.first().copied(), gap }
    }

    /// The whole answer of GetFunction: code, tags and concurrency stand beside the configuration.
    pub fn whole(&self) -> Answer<Field<'_>> {
        self.ask(GET)
    }

    /// Its configuration: from GetFunction, else GetFunctionConfiguration, else a list of functions, else from an answer about a
    /// version of it.
    pub fn configuration(&self) -> Answer<Field<'_>> {
        let source = self.configuration.get_or_init(|| {
            self.find_configuration().map(|field| Source {
                own: self.calls.iter().position(|asked| asked.call == field.call),
                call: field.call,
                node: field.own_node(),
            })
        });
        let read = |source: Source| {
            let Some(asked) = source.own.and_then(|own| self.calls.get(own)) else {
                return self.entry();
            };
            self.root(asked)?;
            let text = self.facts.evidence().response_text(source.call)?;
            Some(Field::new(source.call, asked.tape.get()?.as_ref()?.value(text, source.node)?))
        };
        match source.clone().map(read) {
            Answer::Known(Some(field)) => Answer::Known(field),
            // It was found there just now.
            Answer::Known(None) => Answer::missing(GET),
            Answer::Absent(call) => Answer::Absent(call),
            Answer::Refused(gap) => Answer::Refused(gap),
            Answer::Missing(gap) => Answer::Missing(gap),
        }
    }

    fn find_configuration(&self) -> Answer<Field<'_>> {
        let get = match self.whole() {
            Answer::Known(whole) => match whole.get("Configuration") {
                Some(configuration) => Answer::Known(configuration),
                None => Answer::Missing(Gap { operation: GET, call: Some(whole.call) }),
            },
            other => other,
        };
        if matches!(get, Answer::Known(_)) {
            return get;
        }
        let configuration = self.ask(CONFIGURATION);
        if matches!(configuration, Answer::Known(_)) {
            return configuration;
        }
        if let Some(entry) = self.entry() {
            return Answer::Known(entry);
        }
        let settled = get.or_else(|| configuration);
        if matches!(settled, Answer::Absent(_)) {
            return settled;
        }
        let versions =
            self.ask_each(GET).into_iter().filter_map(|(_, answer)| answer.known()?.get("Configuration"));
        let mut versions =
            versions.chain(self.ask_each(CONFIGURATION).into_iter().filter_map(|(_, answer)| answer.known()));
        match versions.next() {
            Some(version) => Answer::Known(version),
            None => settled,
        }
    }

    /// Its entry in a list of functions.
    fn entry(&self) -> Option<Field<'_>> {
        let listed = self.listed?;
        let entry = self.facts.node(listed.call, listed.node)?;
        Some(Field::listed(listed.call, *entry, listed.number))
    }

    /// Whether AWS said that there is no such function, and nothing else is known of it.
    pub fn is_gone(&self) -> bool {
        matches!(self.configuration(), Answer::Absent(_))
    }

    /// A member of its configuration; `None` where the configuration is known and does not have it.
    ///
    /// # Errors
    /// The configuration isn't known, or its source leaves such members out.
    pub fn config(&self, key: &str) -> Result<Option<Field<'_>>, Gap> {
        let Some(configuration) = self.configuration().settled()? else { return Err(Gap::new(GET)) };
        let field = configuration.get(key);
        let evidence = self.facts.evidence();
        let is_entry = || evidence.name(evidence.call(configuration.call).operation) == LIST;
        if field.is_none() && NOT_LISTED.contains(&key) && is_entry() {
            return Err(self.whole().gap().unwrap_or(Gap::new(GET)));
        }
        Ok(field)
    }

    /// The text of a member of its configuration, where it is not blank.
    ///
    /// # Errors
    /// As for [`Function::config`].
    pub fn config_text(&self, key: &str) -> Result<Option<std::borrow::Cow<'_, str>>, Gap> {
        Ok(self.config(key)?.and_then(|field| field.text()).filter(|text| !text.trim().is_empty()))
    }

    /// A member of GetFunction's answer beside the configuration: `Code`, `Tags`, `Concurrency`.
    ///
    /// # Errors
    /// GetFunction wasn't asked, or was refused.
    pub fn beside(&self, key: &str) -> Result<Option<Field<'_>>, Gap> {
        match self.whole().settled()? {
            Some(whole) => Ok(whole.get(key)),
            None => Err(Gap::new(GET)),
        }
    }

    /// Whether it is a container image.
    ///
    /// # Errors
    /// The configuration isn't known.
    pub fn is_image(&self) -> Result<bool, Gap> {
        Ok(self.config("PackageType")?.is_some_and(|kind| kind.is_text("Image")))
    }

    /// Its variables: an object with at least one of them.
    ///
    /// # Errors
    /// The configuration isn't known, or AWS couldn't show the variables.
    pub fn variables(&self) -> Result<Option<Field<'_>>, Gap> {
        let Some(environment) = self.config("Environment")? else { return Ok(None) };
        match environment.get("Variables").filter(|variables| !variables.is_empty()) {
            Some(variables) => Ok(Some(variables)),
            None if environment.get("Error").is_some() => {
                Err(Gap { operation: GET, call: Some(environment.call) })
            }
            None => Ok(None),
        }
    }

    /// The name of its log group.
    ///
    /// # Errors
    /// The configuration isn't known.
    pub fn log_group(&self) -> Result<String, Gap> {
        let named = self.config("LoggingConfig")?.and_then(|logging| logging.text_of("LogGroup"));
        Ok(named.map_or_else(|| format!("/aws/lambda/{}", self.name), |name| name.into_owned()))
    }

    /// The event source mappings that invoke it, or a version or alias of it.
    pub fn mappings(&self) -> List<'_> {
        const ITEMS: &str = "EventSourceMappings";
        let mut list = self.list(MAPPINGS, ITEMS);
        let own = |item: &Field<'_>| {
            item.text_of("FunctionArn").is_none_or(|arn| FunctionName::parse(&arn).name == self.name)
        };
        list.items.retain(own);
        if list.gap.is_none() {
            return list;
        }
        // A list of all mappings of the account holds this function's too.
        let arn = self.arn.unwrap_or_default();
        for item in self.facts.find(self.at, MAPPINGS, ITEMS, "FunctionArn", arn) {
            let same = |other: &Field<'_>| matches!((other.get("UUID"), item.get("UUID")), (Some(a), Some(b)) if a.raw() == b.raw());
            if !list.items.iter().any(same) {
                list.items.push(item);
            }
        }
        if let Ok(call) = self.facts.unfiltered(self.at, MAPPINGS) {
            (list.call, list.gap) = (Some(call), None);
        }
        list
    }
}
