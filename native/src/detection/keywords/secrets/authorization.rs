//! Headers and cookies: which credential stands there, or that surely none does. The twin of `keyword_rules/secrets/authorization.py` and
//! `cookie.py`.

use crate::detection::bytes::{has, has_any, is_quote, is_word, right_of, run};
use crate::detection::keywords::text::legible::{digits, is_hard, is_jumbled, is_mixed};
use crate::detection::keywords::text::placeholders::Placeholders;
use crate::detection::keywords::verdict::{any, Verdict};
use crate::detection::pattern::{Pattern, Source};
use crate::detection::surroundings::begins_word;

const SHORTEST: usize = 6;
const SHORTEST_BARE: usize = 16;
const SHORTEST_BEARER: usize = 12;
const SHORTEST_SESSION: usize = 12;
const SHORTEST_WEAK: usize = 8;
const SHORT_ID: std::ops::RangeInclusive<usize> = 12..=15;
const FEWEST_OF_A_KIND: usize = 3;
const FEWEST_RUNS: usize = 4;
const LONGEST_WEAK: usize = 256;
const LONGEST_REST: usize = 24;
const LONGEST_NAME: usize = 64;
const LONGEST_SESSION: usize = 512;
/// Characters of a credential or cookie at most.
const LONGEST_CREDENTIAL: usize = 4096;
const MOST_COOKIES: usize = 64;
const LONGEST_ATTRIBUTES: usize = 1200;
/// Names that programs also use for counters and flags.
const WEAK: [&[u8]; 6] = [b"csrf", b"xsrf", b"sessionid", b"session_id", b"session-id", b"sid"];
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

    /// Tell which credential stands behind `authorization`, `bearer` or `basic` at `data[start..end]`.
    pub fn judge_credential(
        &self,
        placeholders: &Placeholders,
        data: &[u8],
        (start, end): (usize, usize),
        last: &mut Credential,
    ) -> Verdict {
        let word = data[start..end].to_ascii_lowercase();
        if word == b"authorization" {
            if self.is_no_header(placeholders, data, end) {
                return Verdict::Nothing;
            }
            return self.header(placeholders, data, end, last);
        }
        let at = match run(data, end, 5, |byte| byte == b' ') {
            0 if has(data, end, b"%20") => end + 3,
            0 if has(data, end, b":") && word == b"bearer" => end + 1 + usize::from(has(data, end + 1, b" ")),
            gap @ 1..=4 => end + gap,
            _ => return Verdict::Nothing,
        };
        if !begins_word(data, start) {
            return Verdict::Nothing;
        }
        if word == b"basic" {
            let size = run(data, at, SHORTEST, |byte| byte.is_ascii_alphanumeric() || b"+/".contains(&byte));
            return if size < SHORTEST { Verdict::Nothing } else { Verdict::Odd };
        }
        let at = at + usize::from(has_any(data, at, |byte| matches!(byte, b'"' | b'\'')));
        let size = last.read(data, at);
        if !last.may_have_digit(at) {
            return Verdict::Nothing;
        }
        if size >= LONGEST_CREDENTIAL {
            return Verdict::Odd;
        }
        let padding = if size < SHORTEST { 0 } else { run(data, at + size, 2, |byte| byte == b'=') };
        let value = &data[at..at + size + padding];
        if value.len() < SHORTEST_BEARER || placeholders.is_masked(value) {
            return Verdict::Nothing;
        }
        let is_value = placeholders.stands_for_another(value, false).map(|stands| !stands);
        Verdict::of(is_value, (at, at + value.len()))
    }

    /// Give the credential behind a header's name where that is plain: one, perhaps behind a scheme.
    fn header(&self, placeholders: &Placeholders, data: &[u8], end: usize, last: &mut Credential) -> Verdict {
        let Some(at) = behind_sign(data, end, b"=,:", b"[(") else { return Verdict::Nothing };
        let word = run(data, at, LONGEST_NAME, |byte| is_word(byte) || byte == b'-');
        let gap = run(data, at + word, 5, |byte| byte == b' ');
        let has_scheme = gap > 0 && self.schemes.surely(&data[at..at + word]);
        let at = if has_scheme { at + word + gap } else { at };
        let size = last.read(data, at);
        let stop = at + size.min(LONGEST_CREDENTIAL);
        let value = &data[at..stop];
        let is_read = match data.get(stop) {
            Some(b'=' | b'%') => false,
            Some(b' ') => has_scheme && !has(data, stop + 1, b"="),
            _ => true,
        };
        if !has_scheme && gap == 0 && size > LONGEST_CREDENTIAL && !last.may_have_digit(at) && !value.contains(&b'+') {
            return Verdict::Nothing;
        }
        if !(SHORTEST..LONGEST_CREDENTIAL).contains(&size)
            || (gap > 0 && !has_scheme)
            || gap == 5
            || (!has_scheme && value.contains(&b'+'))
            || !is_read
        {
            return Verdict::Odd;
        }
        if placeholders.is_masked(value) || (!has_scheme && (!is_long(value) || self.schemes.surely(value))) {
            return Verdict::Nothing;
        }
        Verdict::of(placeholders.stands_for_another(value, false).map(|stands| !stands), (at, stop))
    }

    fn is_no_header(&self, placeholders: &Placeholders, data: &[u8], end: usize) -> bool {
        let Some(at) = behind_sign(data, end, b"=,:", b"[(") else { return true };
        let right = right_of(data, at, REACH);
        // Parameters, and schemes with a credential behind them, have more signs than a single plain value.
        let word = run(right, 0, REACH, |byte| is_word(byte) || byte == b'-');
        let gap = run(right, word, 5, |byte| byte == b' ');
        let single = credential(right);
        let is_scheme = self.schemes.surely(&right[..word]);
        if gap == 0 {
            let is_alone = !has_any(right, single.len(), |byte| b"=+%".contains(&byte)) && right.len() < REACH;
            let is_value = single.len() >= SHORTEST && !placeholders.is_placeholder(single, false);
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

    /// Tell which cookie, session's id or token against forged requests stands behind a keyword at `data[start..end]`.
    pub fn judge_cookie(&self, placeholders: &Placeholders, data: &[u8], start: usize, end: usize) -> Verdict {
        let word = data[start..end].to_ascii_lowercase();
        let is_set = matches!(&data[start.saturating_sub(4)..start].to_ascii_lowercase()[..], b"set-" | b"set_");
        if word == b"cookie" {
            return match behind_sign(data, end, b"=:", b"[") {
                Some(at) if is_set => set(placeholders, data, at),
                Some(at) if begins_word(data, start) => sent(placeholders, data, at),
                _ => Verdict::Nothing,
            };
        }
        if is_set {
            return Verdict::Odd;
        }
        if !WEAK.contains(&&word[..]) {
            let Some(at) = behind_sign(data, end, b"=:", b"[") else { return Verdict::Nothing };
            let size = run(data, at, LONGEST_SESSION + 1, |byte| is_word(byte) || b"%.!:~+/-".contains(&byte));
            if size < SHORTEST_SESSION {
                return Verdict::Nothing;
            }
            let stop = at + size.min(LONGEST_SESSION);
            let is_value = placeholders.stands_for_another(&data[at..stop], false).map(|stands| !stands);
            return Verdict::of(is_value, (at, stop));
        }
        if word == b"sid" && !begins_word(data, start) && !matches!(data[start - 1], b'_' | b'.') {
            return Verdict::Nothing;
        }
        let name = run(data, end, LONGEST_REST, |byte| is_word(byte) || byte == b'-');
        let Some(at) = behind_sign(data, end + name, b"=:", b"[") else { return Verdict::Nothing };
        let size = run(data, at, LONGEST_WEAK + 1, |byte| is_word(byte) || b"%.!:~+/|-".contains(&byte));
        if size < SHORTEST_WEAK {
            return Verdict::Nothing;
        }
        if size > LONGEST_WEAK {
            return Verdict::Odd;
        }
        let stop = at + size + run(data, at + size, 2, |byte| byte == b'=');
        let value = &data[at..stop];
        if self.no_id.surely(value) || placeholders.is_masked(value) {
            return Verdict::Nothing;
        }
        match placeholders.stands_for_another(value, false) {
            Some(true) => return Verdict::Nothing,
            Some(false) => {}
            None => return Verdict::Odd,
        }
        let is_value = if word.ends_with(b"srf") {
            Some(
                self.rest.surely(&data[end..end + name])
                    && value.iter().any(u8::is_ascii_digit)
                    && value.iter().any(u8::is_ascii_alphabetic),
            )
        } else if name > 0 {
            Some(false)
        } else {
            any([is_hard(value), is_mixed(value), Some(word != b"sid" && is_short_id(value))])
        };
        Verdict::of(is_value, (at, stop))
    }
}

/// Tell whether a value is a session's id that nothing but its name tells: `7DxtpYlSXpfK`, `abc123def456`.
fn is_short_id(value: &[u8]) -> bool {
    let changes = value.windows(2).filter(|pair| pair[0].is_ascii_digit() != pair[1].is_ascii_digit()).count();
    is_jumbled(value)
        || (SHORT_ID.contains(&value.len())
            && value.iter().all(u8::is_ascii_alphanumeric)
            && digits(value) >= FEWEST_OF_A_KIND
            && value.len() - digits(value) >= FEWEST_OF_A_KIND
            && changes + 1 >= FEWEST_RUNS)
}

/// Tell which cookies a client sends, whose first name begins at `at`.
fn sent(placeholders: &Placeholders, data: &[u8], at: usize) -> Verdict {
    let mut stop = at;
    for number in 0..=MOST_COOKIES {
        let begin = match number {
            0 => at,
            _ if !has(data, stop, b";") => break,
            _ => stop + 1 + usize::from(has(data, stop + 1, b" ")),
        };
        let Some(value) = behind_cookies_name(data, begin) else { break };
        match end_of_cookie(data, value) {
            Some(end) => stop = end,
            None => return Verdict::Odd,
        }
    }
    cookie(placeholders, data, at, stop)
}

/// Tell which cookie a server sets, whose name begins at `at`; further ones are left to Python.
fn set(placeholders: &Placeholders, data: &[u8], at: usize) -> Verdict {
    let Some(value) = behind_cookies_name(data, at) else { return Verdict::Nothing };
    let Some(stop) = end_of_cookie(data, value) else { return Verdict::Odd };
    let reach = right_of(data, stop, LONGEST_ATTRIBUTES);
    let line = run(reach, 0, LONGEST_ATTRIBUTES, |byte| !b"\n\x1e\"'".contains(&byte));
    if has_any(data, stop, |byte| b";,])}>".contains(&byte)) && reach[..line].contains(&b',') {
        return Verdict::Odd;
    }
    cookie(placeholders, data, value, stop)
}

/// Give where the value begins of a cookie whose name begins at a place.
fn behind_cookies_name(data: &[u8], at: usize) -> Option<usize> {
    let name = run(data, at, LONGEST_NAME + 1, |byte| is_word(byte) || b"!#$%&*^.|~+-".contains(&byte));
    ((1..=LONGEST_NAME).contains(&name) && has(data, at + name, b"=")).then_some(at + name + 1)
}

/// Give where the value of a cookie ends, if it is a plain one.
fn end_of_cookie(data: &[u8], at: usize) -> Option<usize> {
    let is_of_cookie = |byte: u8| is_word(byte) || b"!#$%&()*+./:<=>?@[]^{|}~-".contains(&byte);
    let size = run(data, at, LONGEST_CREDENTIAL, is_of_cookie);
    let is_quoted = has_any(data, at, |byte| matches!(byte, b'"' | b'\\'));
    (!is_quoted && size < LONGEST_CREDENTIAL).then_some(at + size)
}

fn cookie(placeholders: &Placeholders, data: &[u8], at: usize, stop: usize) -> Verdict {
    let closing = data[at..stop].iter().rev().take_while(|byte| b"])}>".contains(byte)).count();
    let stop = stop - closing;
    if stop == at {
        return Verdict::Nothing;
    }
    Verdict::of(placeholders.stands_for_another(&data[at..stop], false).map(|stands| !stands), (at, stop))
}

/// Give where a value begins behind a header's name and one of the `signs`, and perhaps one of the `brackets`. What `,` may
/// stand before, `%3D` may too.
fn behind_sign(data: &[u8], end: usize, signs: &[u8], brackets: &[u8]) -> Option<usize> {
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
        b'%' if signs.contains(&b',')
            && has(data, at, b"%3")
            && has_any(data, at + 2, |byte| b"DdAa".contains(&byte)) =>
        {
            3
        }
        sign if signs.contains(sign) => 1,
        _ => return None,
    };
    at += run(data, at, 4, is_gap);
    at += usize::from(has_any(data, at, |byte| brackets.contains(&byte)));
    let prefix = usize::from(has_any(data, at, |byte| b"uUbB".contains(&byte)));
    for start in [at + prefix, at] {
        let slashes = run(data, start, 3, |byte| byte == b'\\');
        if has_any(data, start + slashes, is_quote) {
            return Some(start + slashes + 1);
        }
    }
    Some(at)
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
