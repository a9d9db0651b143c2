//! Which texts under a key that has a rule surely are not values: a part of `detect/structured/names.py`.

use crate::detection::keywords::KeywordRules;
use crate::detection::structured::tree::Kind;

const FEWEST_DIGITS: usize = 3;

/// What the rule of a key says about its values.
#[derive(Clone, Copy)]
pub struct KeyRule {
    pub is_secret: bool,
    pub is_password: bool,
    pub is_authorization: bool,
    /// Whether the whole group is of secrets.
    pub is_of_secrets: bool,
    pub is_coordinate: bool,
    /// Whether a Python function excepts some values.
    pub has_exceptions: bool,
}

impl KeyRule {
    /// Read what a rule's entity and group say.
    pub fn new(entity: &str, group: &str, has_exceptions: bool) -> Self {
        Self {
            is_secret: entity == "secret",
            is_password: entity == "password",
            is_authorization: entity == "authorization",
            is_of_secrets: group == "secret",
            is_coordinate: entity == "geo_coordinates",
            has_exceptions,
        }
    }

    /// Tell whether a text under the key surely is not a value.
    pub fn is_nothing(self, value: &[u8], kind: Kind, keywords: &KeywordRules) -> bool {
        if kind == Kind::Number && !self.is_coordinate {
            return value.iter().filter(|byte| byte.is_ascii_digit()).count() < FEWEST_DIGITS;
        }
        if kind == Kind::Word && (self.is_secret || (self.is_authorization && is_of_letters(value))) {
            return true;
        }
        let value =
            if self.is_authorization { value.rsplit(|&byte| byte == b' ').next().unwrap_or(value) } else { value };
        if self.is_of_secrets {
            keywords.is_no_secret(value, self.is_password)
        } else {
            keywords.says_nothing(value)
        }
    }

    /// Tell whether what stands under the key is a value, with its kind as in `Named`; None where Python must say.
    pub fn is_value(self, value: &[u8], kind: u8, keywords: &KeywordRules) -> Option<bool> {
        let kind = match kind {
            1 => Kind::Number,
            2 => Kind::Word,
            _ => Kind::String,
        };
        if self.is_nothing(value, kind, keywords) {
            return Some(false);
        }
        let is_odd = |byte: &u8| !byte.is_ascii() || byte.is_ascii_control();
        let is_masked = self.is_of_secrets && value.windows(4).any(|part| part == b"****");
        (!self.has_exceptions && !is_masked && !value.iter().any(is_odd)).then_some(true)
    }

    /// Tell whether a value may stand beside a name, rather than be the next of several names.
    pub fn is_pair(self, value: &[u8]) -> bool {
        self.is_password || !is_plain_word(value)
    }
}

fn is_of_letters(value: &[u8]) -> bool {
    !value.is_empty() && value.iter().all(u8::is_ascii_alphabetic)
}

/// Tell whether a value is `[a-z]+(?:[_ -][a-z]+)*`.
fn is_plain_word(value: &[u8]) -> bool {
    value.split(|byte| b"_ -".contains(byte)).all(|word| !word.is_empty() && word.iter().all(u8::is_ascii_lowercase))
}
