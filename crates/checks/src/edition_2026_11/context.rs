//! What rules may ask beside the function they judge.

use std::any::Any;
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use evidence::CallId;
use evidence::facts::{Facts, Field, Gap};
use iam::policy::Policy;

use super::{Data, Date};
use crate::EvidenceRef;

/// Policies that were read, by call and byte; `None` for those that can't be.
type Policies = HashMap<(CallId, usize), Option<Rc<Policy>>>;

/// What was found out once, by who found it and about what.
type Once = HashMap<&'static str, HashMap<String, Rc<dyn Any>>>;

/// What rules may ask beside the function they judge.
#[derive(Debug)]
pub struct Context<'f> {
    /// All facts.
    pub facts: &'f Facts<'f>,
    /// The date of the audit.
    pub as_of: Date,
    /// Dated facts and numbers.
    pub data: &'f Data,
    /// What functions share.
    pub(super) kept: &'f Kept,
    /// The policies of the function that is being judged.
    own: RefCell<Policies>,
    /// What was found out about that function.
    here: RefCell<Vec<(&'static str, Rc<dyn Any>)>>,
}

/// A policy document that was read, and where it stands.
#[derive(Clone, Debug)]
pub struct Read {
    /// The policy.
    pub policy: Rc<Policy>,
    /// The document.
    place: EvidenceRef,
    /// Whether it is an object, into which a pointer can go on.
    is_object: bool,
}

impl Read {
    /// The place of one statement; of the document where it is text.
    pub fn statement(&self, statement: usize) -> EvidenceRef {
        let mut place = self.place.clone();
        if self.is_object {
            place.pointer.to_mut().push_str(&self.policy.pointer(statement));
        }
        place
    }

    /// What to call a statement: its `Sid`, else its number.
    pub fn name(&self, statement: usize) -> String {
        let found = self.policy.statements.iter().find(|found| found.index == statement);
        let sid = found.and_then(|found| found.sid.clone()).filter(|sid| !sid.is_empty());
        sid.unwrap_or_else(|| format!("statement {}", statement + 1))
    }
}

impl<'f> Context<'f> {
    pub(super) fn new(facts: &'f Facts<'f>, as_of: Date, data: &'f Data, kept: &'f Kept) -> Self {
        Self { facts, as_of, data, kept, own: RefCell::default(), here: RefCell::default() }
    }

    /// What was found out once about `key`, such as a role's ARN, by the rule or helper `what`; made when it is first asked for.
    /// It outlives the function that is being judged.
    pub fn once<T: 'static>(&self, what: &'static str, key: &str, make: impl FnOnce() -> T) -> Rc<T> {
        let known = self.kept.once.borrow().get(what).and_then(|known| known.get(key)).cloned();
        if let Some(Ok(known)) = known.map(Rc::downcast::<T>) {
            return known;
        }
        let made = Rc::new(make());
        self.kept.once.borrow_mut().entry(what).or_default().insert(key.to_owned(), made.clone());
        made
    }

    /// The same about the function that is being judged: it is forgotten with it.
    pub fn here<T: 'static>(&self, what: &'static str, make: impl FnOnce() -> T) -> Rc<T> {
        // They are few.
        let known = self.here.borrow().iter().find(|(known, _)| *known == what).map(|(_, made)| made.clone());
        if let Some(Ok(known)) = known.map(Rc::downcast::<T>) {
            return known;
        }
        let made = Rc::new(make());
        self.here.borrow_mut().push((what, made.clone()));
        made
    }

    /// Reads a policy document, text or object, once.
    ///
    /// # Errors
    /// It can't be read; the gap names `operation`, the field's own.
    pub fn policy(&self, field: &Field<'_>, operation: &'static str) -> Result<Read, Gap> {
        let read = || Policy::parse(&field.document()).ok().map(Rc::new);
        let kept = if operation == "lambda:GetPolicy" { &self.own } else { &self.kept.policies };
        let key = (field.call, field.start());
        let known = kept.borrow().get(&key).cloned();
        let policy = known.unwrap_or_else(|| {
            let policy = read();
            kept.borrow_mut().insert(key, policy.clone());
            policy
        });
        match policy {
            Some(policy) => {
                Ok(Read { policy, place: super::rule::place(field), is_object: field.is_object() })
            }
            None => Err(Gap { operation, call: Some(field.call) }),
        }
    }
}

/// What functions share, kept between slices of work.
#[derive(Debug, Default)]
pub struct Kept {
    policies: RefCell<Policies>,
    once: RefCell<Once>,
}
