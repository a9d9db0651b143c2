//! Addresses and postal codes beside the names of their fields. The twin of `keyword_rules/people/location.py`.

use crate::detection::bytes::{characters, has, has_any, is_word, run, Set};
use crate::detection::keywords::keyword::Keyword;
use crate::detection::keywords::text::assignment::Assignment;
use crate::detection::keywords::verdict::Verdict::{self, Nothing};
use crate::detection::pattern::{Pattern, Source};
use crate::detection::structured::beyond_ascii::{has_odd_sign, is_within};

const LONGEST: usize = 160;
const LONGEST_LINE: usize = 120;
const LONGEST_NEXT_NAME: usize = 40;
const CODE_WORDS: [&[u8]; 7] =
    [b"zip", b"postal_code", b"postalcode", b"postal-code", b"zip_code", b"zipcode", b"postcode"];

const OF_LINE: Set = Set::but(b"\n\r\x1e={}<>|;\"'`");

pub struct Locations {
    rest_of_address: Pattern,
    machine: Pattern,
}

impl Locations {
    pub fn new(source: &impl Fn(&str) -> Source) -> Self {
        Self { rest_of_address: Pattern::whole(source("rest_of_address")), machine: Pattern::part(source("machine")) }
    }

    /// Tell which address or postal code is assigned to the keyword.
    pub fn judge(&self, keyword: &Keyword<'_>) -> Option<Verdict> {
        keyword.if_assigned(|found| self.judge_assigned(keyword, found))
    }

    fn judge_assigned(&self, keyword: &Keyword<'_>, found: &Assignment<'_>) -> Option<Verdict> {
        if !found.has_sign() || !self.rest_of_address.surely(found.rest) {
            return Some(Nothing);
        }
        let value = found.value();
        if !value.is_ascii() {
            return None;
        }
        if keyword.is(b"zip") && (found.prefix.last().is_some_and(u8::is_ascii_alphabetic) || !is_us_code(value)) {
            return Some(Nothing);
        }
        let mut stop = found.end;
        let is_address = if keyword.is_in(&CODE_WORDS) {
            if !found.is_quoted {
                stop = end_of_code(keyword.data, stop)?;
            }
            is_code(&keyword.data[found.start..stop])
        } else if found.is_quoted {
            is_address(value)
        } else if found.sign == b"=" && !keyword.is(b"address") {
            return match keyword.shared.placeholders.stands_for_another(value, false)? {
                true => Some(Nothing),
                false => self.address_in(keyword.data, found),
            };
        } else {
            false
        };
        if !is_address {
            return Some(Nothing);
        }
        let is_value = keyword.shared.placeholders.stands_for_another(value, false).map(|stands| !stands);
        if keyword.is(b"address") && is_value != Some(false) {
            return None; // of a machine or in a street
        }
        Some(Verdict::of(is_value?, (found.start, stop)))
    }

    /// Give the address under a name that may also mean a machine's, which is left; None where Python must say.
    pub fn address_in(&self, data: &[u8], found: &Assignment<'_>) -> Option<Verdict> {
        let (start, mut stop) = (found.start, found.end);
        let mut value = &data[start..stop];
        if !value.is_ascii() && value.contains(&b'@') {
            return None;
        }
        if !self.machine.surely_not(value) {
            if !self.machine.surely(value) {
                return None;
            }
            if !is_postcode(value) {
                return Some(Nothing);
            }
        }
        if !found.is_quoted {
            let line = line_from(data, start);
            if has_odd_sign(line) {
                return None;
            }
            if characters(line) > 1 {
                value = line;
                if has_any(data, start + line.len(), |byte| byte == b'=') {
                    value = without_next_name(value);
                }
            }
            while value.last().is_some_and(|byte| b" \t,.".contains(byte)) {
                value = &value[..value.len() - 1];
            }
            stop = start + value.len();
            if value.is_ascii() && !value.iter().any(u8::is_ascii_digit) {
                return Some(Nothing);
            }
        }
        let has_digit = value.iter().any(u8::is_ascii_digit);
        let is_begun = value.first().is_some_and(|&first| first.is_ascii_alphanumeric() || !first.is_ascii());
        let is_beyond = is_begun
            && (3..=LONGEST).contains(&characters(value))
            && !value.iter().any(|byte| b"\n\x1e={}<>|".contains(byte));
        if (has_digit && is_postcode(value)) || is_address(value) || (!value.is_ascii() && is_beyond) {
            Some(Verdict::Value(start, stop))
        } else {
            Some(Nothing)
        }
    }
}

/// Give where a postal code ends that may go on behind a gap: `postcode: SW1A 1AA`.
fn end_of_code(data: &[u8], stop: usize) -> Option<usize> {
    let further = stop + 1;
    let end = further + 3;
    let is_further = has(data, stop, b" ")
        && has_any(data, further, |byte| byte.is_ascii_digit())
        && run(data, further + 1, 3, |byte| byte.is_ascii_alphabetic()) == 2;
    if is_further && has_any(data, end, |byte| !byte.is_ascii()) {
        return None;
    }
    let goes_on = is_further && !has_any(data, end, |byte| is_word(byte) || b"=:".contains(&byte));
    Some(if goes_on { end } else { stop })
}

fn is_us_code(value: &[u8]) -> bool {
    let are_digits = |part: &[u8]| part.iter().all(u8::is_ascii_digit);
    match value.len() {
        5 => are_digits(value),
        10 => are_digits(&value[..5]) && value[5] == b'-' && are_digits(&value[6..]),
        _ => false,
    }
}

/// Tell whether a value is a code of letters and digits, with single gaps and a digit in it.
fn is_code(value: &[u8]) -> bool {
    (3..=10).contains(&value.len())
        && value[0].is_ascii_alphanumeric()
        && value[value.len() - 1].is_ascii_alphanumeric()
        && value.iter().all(|byte| byte.is_ascii_alphanumeric() || b" -".contains(byte))
        && !value.windows(2).any(|pair| pair.iter().all(|byte| b" -".contains(byte)))
        && value.iter().any(u8::is_ascii_digit)
}

fn is_address(value: &[u8]) -> bool {
    (3..=LONGEST).contains(&value.len())
        && value[0].is_ascii_alphanumeric()
        && !value.iter().any(|byte| b"\n\x1e={}<>|".contains(byte))
        && value.iter().any(u8::is_ascii_alphabetic)
}

/// Tell whether a value is `[0-9A-Z][0-9A-Z -]{2,9}`.
fn is_postcode(value: &[u8]) -> bool {
    let is_of_code = |byte: u8| byte.is_ascii_digit() || byte.is_ascii_uppercase();
    (3..=10).contains(&value.len())
        && is_of_code(value[0])
        && value.iter().all(|&byte| is_of_code(byte) || byte == b' ' || byte == b'-')
}

/// Give the rest of a line without quotes and brackets, up to so many characters.
fn line_from(data: &[u8], start: usize) -> &[u8] {
    let mut count = 0;
    let size = data[start..]
        .iter()
        .take_while(|&&byte| {
            count += usize::from(!is_within(byte));
            count <= LONGEST_LINE && OF_LINE.has(byte)
        })
        .count();
    &data[start..start + size]
}

/// Leave out the name of a next value: `[ ,&][^\s,=:&]{1,40}[ ]?\Z`.
fn without_next_name(value: &[u8]) -> &[u8] {
    let named = value.strip_suffix(b" ").unwrap_or(value);
    let is_of_name = |byte: &&u8| !byte.is_ascii_whitespace() && !b",=:&\x0b\x1c\x1d\x1e\x1f".contains(byte);
    let size = named.iter().rev().take_while(is_of_name).count();
    let name = &named[named.len() - size..];
    let before = &named[..named.len() - size];
    match before.split_last() {
        Some((b' ' | b',' | b'&', rest)) if (1..=LONGEST_NEXT_NAME).contains(&characters(name)) => rest,
        _ => value,
    }
}
