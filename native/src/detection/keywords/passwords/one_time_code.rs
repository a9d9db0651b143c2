//! One-time codes and PINs: where surely none stands. The twin of `keyword_rules/passwords/one_time_code.py`.

use crate::detection::bytes::{has_any, is_word, right_of};
use crate::detection::pattern::{Pattern, Source};
use crate::detection::surroundings::left_of;

const SHORT: [&[u8]; 7] = [b"otp", b"totp", b"hotp", b"2fa", b"mfa", b"pin", b"tan"];
/// Characters between a word and its code at most, and of a code.
const REACH: usize = 176;
const BEFORE: usize = 64;
/// Bytes of a character, at most.
const WIDEST: usize = 4;

pub struct Codes {
    code: Pattern,
}

impl Codes {
    pub fn new(source: &impl Fn(&str) -> Source) -> Self {
        Self { code: Pattern::part(source("code")) }
    }

    /// Tell whether surely no code stands beside the keyword `data[start..end]`.
    pub fn is_nothing(&self, data: &[u8], start: usize, end: usize) -> bool {
        let word = data[start..end].to_ascii_lowercase();
        let is_short = SHORT.contains(&&word[..]);
        if is_short && !is_whole(data, start, end, &word) {
            return true;
        }
        let (right, left) = (right_of(data, end, REACH), left_of(data, start, BEFORE));
        let (right, left) = if right.is_ascii() && left.is_ascii() {
            (right, left)
        } else {
            (right_of(data, end, WIDEST * REACH), left_of(data, start, WIDEST * BEFORE))
        };
        self.code.is_nowhere(right) && (is_short || self.code.is_nowhere(left))
    }
}

/// Tell whether a short word is one: `spin`, `option` and `captan` hold three of them.
fn is_whole(data: &[u8], start: usize, end: usize, word: &[u8]) -> bool {
    let left = start.checked_sub(1).map_or(b' ', |left| data[left]);
    let is_upper = !data[start..end].iter().any(u8::is_ascii_lowercase);
    let is_tan_of_a_kind = word == b"tan" && left.is_ascii_alphabetic() && is_upper;
    let is_hump = left.is_ascii_lowercase() && data[start].is_ascii_uppercase();
    let begins = !is_word(left) || left == b'_' || is_tan_of_a_kind || is_hump;
    let goes_on = has_any(data, end, |next| {
        is_word(next) && next != b'_' && !(next.is_ascii_uppercase() && data[end - 1].is_ascii_lowercase())
    });
    begins && !goes_on
}
