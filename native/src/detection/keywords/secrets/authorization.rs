//! Credentials in headers. The twin of `keyword_rules/secrets/authorization.py`.

use crate::detection::bytes::{has, has_any, is_quote, is_word, right_of, run};
use crate::detection::keywords::keyword::Keyword;
use crate::detection::keywords::text::assignment::behind_sign;
use crate::detection::keywords::verdict::Verdict::{self, Nothing};
use crate::detection::pattern::{Pattern, Source};

const SHORTEST: usize = 6;
const SHORTEST_BARE: usize = 16;
const SHORTEST_BEARER: usize = 12;
const LONGEST_NAME: usize = 64;
/// Characters of a credential at most.
const LONGEST: usize = 4096;
/// Characters behind a sign in which a value's begin must stand.
const REACH: usize = 96;
/// Spaces before a credential at most.
const LONGEST_GAP: usize = 4;
const SIGNS: &[u8] = b"=,:";
const BRACKETS: &[u8] = b"[(";

pub struct Authorization {
    schemes: Pattern,
}

impl Authorization {
    pub fn new(source: &impl Fn(&str) -> Source) -> Self {
        Self { schemes: Pattern::whole(source("schemes")) }
    }

    /// Tell which credential stands behind `authorization`, `bearer` or `basic`.
    pub fn judge(&self, keyword: &Keyword<'_>, last: &mut Credential) -> Option<Verdict> {
        let Keyword { data, end, .. } = *keyword;
        if keyword.is(b"authorization") {
            return self.header(keyword, last);
        }
        let at = match run(data, end, LONGEST_GAP + 1, |byte| byte == b' ') {
            0 if has(data, end, b"%20") => end + 3,
            0 if has(data, end, b":") && keyword.is(b"bearer") => end + 1 + usize::from(has(data, end + 1, b" ")),
            gap @ 1..=LONGEST_GAP => end + gap,
            _ => return Some(Nothing),
        };
        if !keyword.begins_word() {
            return Some(Nothing);
        }
        if keyword.is(b"basic") {
            let size = run(data, at, SHORTEST, |byte| byte.is_ascii_alphanumeric() || b"+/".contains(&byte));
            return Verdict::nothing_if(size < SHORTEST);
        }
        bearer(keyword, at, last)
    }

    /// Give the credential behind a header's name where that is plain: one, perhaps behind a scheme.
    fn header(&self, keyword: &Keyword<'_>, last: &mut Credential) -> Option<Verdict> {
        let data = keyword.data;
        let Some(begin) = behind_sign(data, keyword.end, SIGNS, BRACKETS) else { return Some(Nothing) };
        if self.is_none(keyword, begin) {
            return Some(Nothing);
        }
        let word = run(data, begin, LONGEST_NAME, |byte| is_word(byte) || byte == b'-');
        let gap = run(data, begin + word, LONGEST_GAP + 1, |byte| byte == b' ');
        let has_scheme = gap > 0 && self.schemes.surely(&data[begin..begin + word]);
        let at = if has_scheme { begin + word + gap } else { begin };
        let size = last.read(data, at);
        let stop = at + size.min(LONGEST);
        let value = &data[at..stop];
        let is_read = match data.get(stop) {
            Some(b'=' | b'%') => false,
            Some(b' ') => has_scheme && !has(data, stop + 1, b"="),
            _ => true,
        };
        if !has_scheme && gap == 0 && size > LONGEST && !last.may_have_digit(at) && !value.contains(&b'+') {
            return Some(Nothing);
        }
        if !(SHORTEST..LONGEST).contains(&size)
            || (gap > 0 && !has_scheme)
            || gap > LONGEST_GAP
            || (!has_scheme && value.contains(&b'+'))
            || !is_read
        {
            return None;
        }
        let is_none = !has_scheme && (!is_long(value) || self.schemes.surely(value));
        if is_none || keyword.shared.placeholders.is_masked(value) {
            return Some(Nothing);
        }
        keyword.unless_placeholder((at, stop))
    }

    /// Tell whether surely no credential stands behind a header's name and the sign that ends at `at`.
    fn is_none(&self, keyword: &Keyword<'_>, at: usize) -> bool {
        let right = right_of(keyword.data, at, REACH);
        // Parameters, and schemes with a credential behind them, have more signs than a single plain value.
        let word = run(right, 0, REACH, |byte| is_word(byte) || byte == b'-');
        let gap = run(right, word, LONGEST_GAP + 1, |byte| byte == b' ');
        let single = credential(right);
        let is_scheme = self.schemes.surely(&right[..word]);
        if gap == 0 {
            let is_alone = !has_any(right, single.len(), |byte| b"=+%".contains(&byte)) && right.len() < REACH;
            let is_value = single.len() >= SHORTEST && !keyword.shared.placeholders.is_placeholder(single, false);
            return is_alone && !is_quote_before(right) && (!is_value || !is_long(single));
        }
        let behind = &right[(word + gap).min(right.len())..];
        let further = credential(behind);
        let is_pair = has_any(behind, further.len(), |byte| byte == b'=') || behind.contains(&b'=');
        let is_plain = !is_pair && further.len() < SHORTEST && !is_quote_before(right) && !is_quote_before(behind);
        if is_scheme {
            return is_plain && behind.len() < REACH - 32;
        }
        is_plain && !is_long(single) && !is_long(&right[..word])
    }
}

/// Tell which credential stands behind `bearer` and a gap that ends at `at`.
fn bearer(keyword: &Keyword<'_>, at: usize, last: &mut Credential) -> Option<Verdict> {
    let data = keyword.data;
    let at = at + usize::from(has_any(data, at, |byte| matches!(byte, b'"' | b'\'')));
    let size = last.read(data, at);
    if !last.may_have_digit(at) {
        return Some(Nothing);
    }
    if size >= LONGEST {
        return None;
    }
    let padding = if size < SHORTEST { 0 } else { run(data, at + size, 2, |byte| byte == b'=') };
    let value = &data[at..at + size + padding];
    if value.len() < SHORTEST_BEARER || keyword.shared.placeholders.is_masked(value) {
        return Some(Nothing);
    }
    keyword.unless_placeholder((at, at + value.len()))
}

/// The signs of a credential that were read last, so that a long run of them is read once, however many keywords are in
/// it.
#[derive(Default)]
pub struct Credential {
    start: usize,
    end: usize,
    last_digit: Option<usize>,
}

impl Credential {
    /// Give how many signs of a credential there are from a place on.
    fn read(&mut self, data: &[u8], at: usize) -> usize {
        if !(self.start..self.end).contains(&at) {
            let signs = credential(&data[at.min(data.len())..]);
            let last_digit = signs.iter().rposition(u8::is_ascii_digit).map(|last| at + last);
            *self = Self { start: at, end: at + signs.len(), last_digit };
        }
        self.end - at
    }

    /// Tell whether a digit may be among the signs that were read, from a place on.
    fn may_have_digit(&self, at: usize) -> bool {
        self.last_digit.is_some_and(|last| last >= at)
    }
}

/// Give the signs of a credential that a text begins with.
fn credential(text: &[u8]) -> &[u8] {
    let is_of_credential = |byte: u8| byte.is_ascii_alphanumeric() || b"._~+/:|!-".contains(&byte);
    &text[..run(text, 0, usize::MAX, is_of_credential)]
}

fn is_quote_before(data: &[u8]) -> bool {
    has_any(data, 0, |byte| is_quote(byte) || byte == b'\\')
}

fn is_long(value: &[u8]) -> bool {
    value.len() >= SHORTEST_BARE && value.iter().any(u8::is_ascii_digit)
}
