//! Sentences in which names stand between backticks, as rules write them.

use super::el::{El, el};
use super::shorten;

/// Puts a sentence into an element, with its names as code.
#[inline(never)]
pub fn prose(mut into: El, text: &str) -> El {
    let mut rest = text;
    while let Some((plain, name, behind)) = shorten::name(rest) {
        into = into.add(plain).add(el("code").add(name));
        rest = behind;
    }
    into.add(rest)
}
