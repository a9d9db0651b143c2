//! Keys beside `key` at the end of a longer name. The twin of `keyword_rules/secrets/named_key.py`.

use std::collections::HashSet;

use crate::detection::bytes::{has, is_word};
use crate::detection::keywords::keyword::Keyword;
use crate::detection::keywords::text::assignment::Assignment;
use crate::detection::keywords::text::legible::{is_hard, is_mixed, is_uuid};
use crate::detection::keywords::verdict::any;
use crate::detection::keywords::verdict::Verdict::{self, Nothing};

const SHORTEST: usize = 16;
const LONGEST: usize = 256;
const SHORTEST_IN_URL: usize = 24;
const LONGEST_WORD: usize = 24;

pub struct NamedKeys {
    leads_to: HashSet<Vec<u8>>,
}

impl NamedKeys {
    /// `leads_to` are words before `key` that say what a key of no secret leads to.
    pub fn new(leads_to: Vec<String>) -> Self {
        Self { leads_to: leads_to.into_iter().map(String::into_bytes).collect() }
    }

    /// Tell which key stands behind `key`.
    pub fn judge(&self, keyword: &Keyword<'_>) -> Option<Verdict> {
        let is_parameter = matches!(keyword.byte_before(), Some(b'?' | b'&')) && has(keyword.data, keyword.end, b"=");
        if !is_parameter && !self.is_named(keyword) {
            return Some(Nothing);
        }
        keyword.if_assigned(|found| key(keyword, found, is_parameter))
    }

    /// Tell whether `key` is the last word of a longer name, and no word before it says where the key leads.
    fn is_named(&self, keyword: &Keyword<'_>) -> bool {
        let left = keyword.left(LONGEST_WORD);
        let Some(last) = left.last() else { return false };
        if last.is_ascii_alphabetic() && last.is_ascii_lowercase() == keyword.written()[0].is_ascii_lowercase() {
            return false;
        }
        let joint = usize::from(b"_.-".contains(last));
        let named = &left[..left.len() - joint];
        let small = named.iter().rev().take_while(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()).count();
        let capitals = named.iter().rev().take_while(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit()).count();
        let humped = small
            + usize::from(small > 0 && named.len() > small && named[named.len() - small - 1].is_ascii_uppercase());
        let size = humped.max(capitals);
        size > 0 && !self.leads_to.contains(&named[named.len() - size..].to_ascii_lowercase())
    }
}

fn key(keyword: &Keyword<'_>, found: &Assignment<'_>, is_parameter: bool) -> Option<Verdict> {
    let value = found.value();
    let is_of_key = |byte: &u8| is_word(*byte) || b"+/=.~-".contains(byte);
    if !found.is_plain()
        || !(SHORTEST..=LONGEST).contains(&value.len())
        || !value[0].is_ascii_alphanumeric()
        || !value.iter().all(is_of_key)
    {
        return Some(Nothing);
    }
    let is_hard = is_hard(value);
    let is_key_of_url = is_parameter && !is_uuid(value) && value.len() >= SHORTEST_IN_URL;
    let may_be = is_key_of_url || (is_hard != Some(false) && keyword.shared.services.are_named_in(found.prefix));
    let is_key = any([is_mixed(value), if may_be { is_hard } else { Some(false) }]);
    if is_key == Some(false) || keyword.shared.placeholders.is_example(value)? {
        return Some(Nothing);
    }
    Some(Verdict::of(is_key?, found.span()))
}
