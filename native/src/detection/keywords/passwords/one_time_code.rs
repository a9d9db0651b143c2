//! One-time codes and PINs: where surely none stands. The twin of `keyword_rules/passwords/one_time_code.py`.

use crate::detection::bytes::{has_any, is_word, right_of};
use crate::detection::keywords::keyword::{Keyword, WIDEST};
use crate::detection::pattern::{Pattern, Source};

const SHORT: [&[u8]; 8] = [b"otp", b"totp", b"hotp", b"2fa", b"mfa", b"pin", b"puk", b"tan"];
/// Characters between a word and its code at most, and of a code.
const REACH: usize = 176;
const BEFORE: usize = 64;

pub struct Codes {
    code: Pattern,
}

impl Codes {
    pub fn new(source: &impl Fn(&str) -> Source) -> Self {
        Self { code: Pattern::part(source("code")) }
    }

    /// Tell whether surely no code stands beside the keyword.
    pub fn is_nothing(&self, keyword: &Keyword<'_>) -> bool {
        let is_short = keyword.is_in(&SHORT);
        if is_short && !is_whole(keyword) {
            return true;
        }
        let right = |reach: usize| right_of(keyword.data, keyword.end, reach);
        let (near, before) = (right(REACH), keyword.left(BEFORE));
        let (near, before) = if near.is_ascii() && before.is_ascii() {
            (near, before)
        } else {
            (right(WIDEST * REACH), keyword.left(WIDEST * BEFORE))
        };
        self.code.is_nowhere(near) && (is_short || self.code.is_nowhere(before))
    }
}

/// Tell whether a short word is one: `spin`, `option` and `captan` hold three of them.
fn is_whole(keyword: &Keyword<'_>) -> bool {
    let (data, end, word) = (keyword.data, keyword.end, keyword.written());
    let left = keyword.byte_before().unwrap_or(b' ');
    let is_upper = !word.iter().any(u8::is_ascii_lowercase);
    let is_tan_of_a_kind = keyword.is(b"tan") && left.is_ascii_alphabetic() && is_upper;
    let is_hump = left.is_ascii_lowercase() && word[0].is_ascii_uppercase();
    let begins = !is_word(left) || left == b'_' || is_tan_of_a_kind || is_hump;
    let goes_on = has_any(data, end, |next| {
        is_word(next) && next != b'_' && !(next.is_ascii_uppercase() && data[end - 1].is_ascii_lowercase())
    });
    begins && !goes_on
}
