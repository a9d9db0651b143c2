//! Headers and cookies: where surely no credential stands. The twin of `keyword_rules/secrets/authorization.py` and
//! `cookie.py`.

use crate::detection::keywords::legible::{is_not_hard, is_not_mixed};
use crate::detection::keywords::pattern::{Pattern, Source};
use crate::detection::keywords::placeholders::Placeholders;
use crate::detection::keywords::signs::{has, has_any, is_quote, is_word, right_of, run};

const SHORTEST: usize = 6;
const SHORTEST_BARE: usize = 16;
const SHORTEST_BEARER: usize = 12;
const SHORTEST_SESSION: usize = 12;
const SHORTEST_WEAK: usize = 8;
const LONGEST_WEAK: usize = 256;
const LONGEST_REST: usize = 24;
const LONGEST_NAME: usize = 64;
/// Characters behind a sign in which a value's begin must stand.
const REACH: usize = 96;

pub struct Headers {
    schemes: Pattern,
    no_id: Pattern,
    rest: Pattern,
}

impl Headers {
    pub fn new(source: &impl Fn(&str) -> Source) -> Self {
        Self {
            schemes: Pattern::whole(source("schemes")),
            no_id: Pattern::whole(source("no_id")),
            rest: Pattern::whole(source("rest_of_token")),
        }
    }

    /// Tell whether surely no credential stands behind `authorization`, `bearer` or `basic` at `data[start..end]`.
    pub fn is_no_credential(&self, placeholders: &Placeholders, data: &[u8], start: usize, end: usize) -> bool {
        let word = data[start..end].to_ascii_lowercase();
        if word == b"authorization" {
            return self.is_no_header(placeholders, data, end);
        }
        let at = match run(data, end, 5, |byte| byte == b' ') {
            0 if has(data, end, b"%20") => end + 3,
            0 if has(data, end, b":") && word == b"bearer" => end + 1 + usize::from(has(data, end + 1, b" ")),
            gap @ 1..=4 => end + gap,
            _ => return true,
        };
        if word == b"basic" {
            return run(data, at, SHORTEST, |byte| byte.is_ascii_alphanumeric() || b"+/".contains(&byte)) < SHORTEST;
        }
        let at = at + usize::from(has_any(data, at, |byte| matches!(byte, b'"' | b'\'')));
        let value = credential(data, at);
        let padding = run(data, at + value.len(), 2, |byte| byte == b'=');
        value.len() + padding < SHORTEST_BEARER || !value.iter().any(u8::is_ascii_digit)
    }

    fn is_no_header(&self, placeholders: &Placeholders, data: &[u8], end: usize) -> bool {
        let Some(at) = behind_sign(data, end, b"=,:") else { return true };
        let right = right_of(data, at, REACH);
        // Parameters, and schemes with a credential behind them, have more signs than a single plain value.
        let word = run(right, 0, REACH, |byte| is_word(byte) || byte == b'-');
        let gap = run(right, word, 5, |byte| byte == b' ');
        let single = credential(right, 0);
        let is_scheme = self.schemes.surely(&right[..word]);
        if gap == 0 {
            let is_alone = !has_any(right, single.len(), |byte| b"=+%".contains(&byte)) && right.len() < REACH;
            let is_value = single.len() >= SHORTEST && !placeholders.is_placeholder(single, false);
            return is_alone && !is_quote_before(right) && (!is_value || !is_long(single));
        }
        let behind = &right[(word + gap).min(right.len())..];
        let further = credential(behind, 0);
        let is_pair = has_any(behind, further.len(), |byte| byte == b'=') || behind.contains(&b'=');
        let is_plain = !is_pair && further.len() < SHORTEST && !is_quote_before(right) && !is_quote_before(behind);
        if is_scheme {
            return is_plain && behind.len() < REACH - 32;
        }
        is_plain && !is_long(single) && !is_long(&right[..word])
    }

    /// Tell whether surely no cookie or session's id stands behind a keyword at `data[start..end]`.
    pub fn is_no_cookie(&self, placeholders: &Placeholders, data: &[u8], start: usize, end: usize) -> bool {
        let word = data[start..end].to_ascii_lowercase();
        if word == b"cookie" {
            let Some(at) = behind_sign(data, end, b"=:") else { return true };
            let name = run(data, at, LONGEST_NAME + 1, |byte| is_word(byte) || b"!#$%&*^.|~+-".contains(&byte));
            return name == 0 || name > LONGEST_NAME || !has(data, at + name, b"=");
        }
        if ![&b"csrf"[..], b"xsrf", b"sessionid", b"session_id", b"session-id", b"sid"].contains(&&word[..]) {
            let Some(at) = behind_sign(data, end, b"=:") else { return true };
            return run(data, at, SHORTEST_SESSION, |byte| is_word(byte) || b"%.!:~+/-".contains(&byte))
                < SHORTEST_SESSION;
        }
        let name = run(data, end, LONGEST_REST, |byte| is_word(byte) || byte == b'-');
        let Some(at) = behind_sign(data, end + name, b"=:") else { return true };
        let size = run(data, at, LONGEST_WEAK + 1, |byte| is_word(byte) || b"%.!:~+/|-".contains(&byte));
        let value = &data[at..at + size];
        if size < SHORTEST_WEAK {
            return true;
        }
        if size > LONGEST_WEAK || has(data, at + size, b"=") {
            return false;
        }
        if self.no_id.surely(value) || placeholders.is_placeholder(value, false) || placeholders.is_masked(value) {
            return true;
        }
        if word.ends_with(b"srf") {
            return self.rest.surely_not(&data[end..end + name])
                || !value.iter().any(u8::is_ascii_digit)
                || !value.iter().any(u8::is_ascii_alphabetic);
        }
        name > 0 || (is_not_hard(value) && is_not_mixed(value))
    }
}

/// Give where a value begins behind a header's name and its sign.
fn behind_sign(data: &[u8], end: usize, signs: &[u8]) -> Option<usize> {
    let is_gap = |byte: u8| matches!(byte, b' ' | b'\t');
    let mut at = end;
    for _ in 0..2 {
        let slashes = run(data, at, 3, |byte| byte == b'\\');
        if has_any(data, at + slashes, is_quote) {
            at += slashes + 1;
        } else if has(data, at, b"]") {
            at += 1;
        }
    }
    at += run(data, at, 4, is_gap);
    at += match data.get(at)? {
        b'=' if has(data, at, b"=>") => 2,
        b'%' if has(data, at, b"%3") && has_any(data, at + 2, |byte| b"DdAa".contains(&byte)) => 3,
        sign if signs.contains(sign) => 1,
        _ => return None,
    };
    at += run(data, at, 4, is_gap);
    at += usize::from(has_any(data, at, |byte| matches!(byte, b'[' | b'(')));
    let prefix = usize::from(has_any(data, at, |byte| b"uUbB".contains(&byte)));
    for start in [at + prefix, at] {
        let slashes = run(data, start, 3, |byte| byte == b'\\');
        if has_any(data, start + slashes, is_quote) {
            return Some(start + slashes + 1);
        }
    }
    Some(at)
}

/// Give the signs of a credential at a place.
fn credential(data: &[u8], at: usize) -> &[u8] {
    right_of(data, at, run(data, at, usize::MAX, |byte| byte.is_ascii_alphanumeric() || b"._~+/:|!-".contains(&byte)))
}

fn is_quote_before(data: &[u8]) -> bool {
    has_any(data, 0, |byte| is_quote(byte) || byte == b'\\')
}

fn is_long(value: &[u8]) -> bool {
    value.len() >= SHORTEST_BARE && value.iter().any(u8::is_ascii_digit)
}
