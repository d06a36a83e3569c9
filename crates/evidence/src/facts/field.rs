//! A value of an answer that knows which call it comes from, and where it stands there.

use std::borrow::Cow;
use std::ops::Deref;

use crate::calls::CallId;
use crate::json::Value;

/// A value of an answer.
#[derive(Clone, Copy, Debug)]
pub struct Field<'a> {
    /// The call that was answered so.
    pub call: CallId,
    value: Value<'a>,
    /// The node and number of the list's entry that it belongs to, for lists that are too long to be counted again and again.
    entry: Option<(u32, u32)>,
}

impl<'a> Deref for Field<'a> {
    type Target = Value<'a>;

    fn deref(&self) -> &Value<'a> {
        &self.value
    }
}

impl<'a> Field<'a> {
    pub(super) fn new(call: CallId, value: Value<'a>) -> Self {
        Self { call, value, entry: None }
    }

    /// An entry of a list of functions.
    pub(super) fn listed(call: CallId, value: Value<'a>, number: u32) -> Self {
        Self { call, value, entry: Some((value.own_node(), number)) }
    }

    /// Where it stands in the call's answer, as a JSON pointer.
    pub fn place(&self) -> String {
        match self.entry {
            Some((node, number)) => format!("/Functions/{number}{}", self.value.place_below(node)),
            None => self.value.place(),
        }
    }

    /// The member of that name; `null` counts as not there.
    pub fn get(&self, key: &str) -> Option<Field<'a>> {
        self.value.get(key).filter(|value| !value.is_null()).map(|value| Self { value, ..*self })
    }

    /// A member by way of several names.
    pub fn path(&self, keys: &[&str]) -> Option<Field<'a>> {
        keys.iter().try_fold(*self, |field, key| field.get(key))
    }

    /// The items of an array; none for anything else.
    pub fn items(&self) -> impl Iterator<Item = Field<'a>> + use<'a> {
        let whole = *self;
        self.value.items().map(move |value| Field { value, ..whole })
    }

    /// The items of the member of that name.
    pub fn list(&self, key: &str) -> impl Iterator<Item = Field<'a>> + use<'a> {
        self.get(key).into_iter().flat_map(|list| list.items())
    }

    /// Key and value of each member, in their order.
    pub fn members(&self) -> impl Iterator<Item = (Cow<'a, str>, Field<'a>)> + use<'a> {
        let whole = *self;
        self.value.members().into_iter().map(move |(key, value)| (key, Field { value, ..whole }))
    }

    /// The text of a member, where it is text and not blank.
    pub fn text_of(&self, key: &str) -> Option<Cow<'a, str>> {
        self.get(key)?.text().filter(|text| !text.trim().is_empty())
    }

    /// The texts of a list of texts under that name.
    pub fn texts_of(&self, key: &str) -> Vec<Cow<'a, str>> {
        self.list(key).filter_map(|item| item.text()).collect()
    }

    /// A policy document: the text of a string, or an object as it stands.
    pub fn document(&self) -> Cow<'a, str> {
        self.value.text().unwrap_or(Cow::Borrowed(self.value.raw()))
    }
}
