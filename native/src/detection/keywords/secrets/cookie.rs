//! Cookies, ids of sessions and tokens against forged requests. The twin of `keyword_rules/secrets/cookie.py`.

use crate::detection::bytes::{has, has_any, is_word, right_of, run};
use crate::detection::keywords::keyword::Keyword;
use crate::detection::keywords::text::assignment::behind_sign;
use crate::detection::keywords::text::legible::{digits, is_hard, is_jumbled, is_mixed};
use crate::detection::keywords::verdict::any;
use crate::detection::keywords::verdict::Verdict::{self, Nothing};
use crate::detection::pattern::{Pattern, Source};

const SHORTEST_SESSION: usize = 12;
const LONGEST_SESSION: usize = 512;
const SHORTEST_WEAK: usize = 8;
const LONGEST_WEAK: usize = 256;
const HEX_ID: std::ops::RangeInclusive<usize> = 8..=15;
const FEWEST_DIGITS_OF_HEX: usize = 2;
const SHORT_ID: std::ops::RangeInclusive<usize> = 12..=15;
const FEWEST_OF_A_KIND: usize = 3;
const FEWEST_RUNS: usize = 4;
const LONGEST_REST: usize = 24;
const LONGEST_NAME: usize = 64;
const LONGEST_COOKIE: usize = 4096;
const MOST_COOKIES: usize = 64;
const LONGEST_ATTRIBUTES: usize = 1200;
const SIGNS: &[u8] = b"=:";
const BRACKETS: &[u8] = b"[";
/// Names that programs also use for counters and flags.
const WEAK: [&[u8]; 6] = [b"csrf", b"xsrf", b"sessionid", b"session_id", b"session-id", b"sid"];

pub struct Cookies {
    no_id: Pattern,
    rest: Pattern,
}

impl Cookies {
    pub fn new(source: &impl Fn(&str) -> Source) -> Self {
        Self { no_id: Pattern::whole(source("no_id")), rest: Pattern::whole(source("rest_of_token")) }
    }

    /// Tell which cookie, session's id or token against forged requests stands behind the keyword.
    pub fn judge(&self, keyword: &Keyword<'_>) -> Option<Verdict> {
        let Keyword { data, start, end, .. } = *keyword;
        let is_set = matches!(&data[start.saturating_sub(4)..start].to_ascii_lowercase()[..], b"set-" | b"set_");
        if keyword.is(b"cookie") {
            return match behind_sign(data, end, SIGNS, BRACKETS) {
                Some(at) if is_set => set(keyword, at),
                Some(at) if keyword.begins_word() => sent(keyword, at),
                _ => Some(Nothing),
            };
        }
        if is_set {
            return None;
        }
        if keyword.is_in(&WEAK) {
            self.weak(keyword)
        } else {
            session(keyword)
        }
    }

    /// Tell which value stands behind a name that may be of a counter or flag too.
    fn weak(&self, keyword: &Keyword<'_>) -> Option<Verdict> {
        let Keyword { data, end, .. } = *keyword;
        let is_sid = keyword.is(b"sid");
        if is_sid && !keyword.begins_word() && !matches!(keyword.byte_before(), Some(b'_' | b'.')) {
            return Some(Nothing);
        }
        let name = run(data, end, LONGEST_REST, |byte| is_word(byte) || byte == b'-');
        let Some(at) = behind_sign(data, end + name, SIGNS, BRACKETS) else { return Some(Nothing) };
        let size = run(data, at, LONGEST_WEAK + 1, |byte| is_word(byte) || b"%.!:~+/|-".contains(&byte));
        if size < SHORTEST_WEAK {
            return Some(Nothing);
        }
        if size > LONGEST_WEAK {
            return None;
        }
        let stop = at + size + run(data, at + size, 2, |byte| byte == b'=');
        let value = &data[at..stop];
        let placeholders = &keyword.shared.placeholders;
        if self.no_id.surely(value) || placeholders.is_masked(value) || placeholders.stands_for_another(value, false)? {
            return Some(Nothing);
        }
        let is_value = if keyword.ends_with(b"srf") {
            self.rest.surely(&data[end..end + name])
                && value.iter().any(u8::is_ascii_digit)
                && value.iter().any(u8::is_ascii_alphabetic)
        } else {
            name == 0 && any([is_hard(value), is_mixed(value), Some(!is_sid && is_short_id(value))])?
        };
        Some(Verdict::of(is_value, (at, stop)))
    }
}

/// Tell which id stands behind a name that only sessions have.
fn session(keyword: &Keyword<'_>) -> Option<Verdict> {
    let data = keyword.data;
    let Some(at) = behind_sign(data, keyword.end, SIGNS, BRACKETS) else { return Some(Nothing) };
    let size = run(data, at, LONGEST_SESSION + 1, |byte| is_word(byte) || b"%.!:~+/-".contains(&byte));
    if size < SHORTEST_SESSION {
        return Some(Nothing);
    }
    keyword.unless_placeholder((at, at + size.min(LONGEST_SESSION)))
}

/// Tell whether a value is a session id that only its name reveals: `7DxtpYlSXpfK`, `abc123def456`, `bcc2a07011`.
fn is_short_id(value: &[u8]) -> bool {
    let changes = value.windows(2).filter(|pair| pair[0].is_ascii_digit() != pair[1].is_ascii_digit()).count();
    let is_hex = HEX_ID.contains(&value.len())
        && value.iter().all(u8::is_ascii_hexdigit)
        && digits(value) >= FEWEST_DIGITS_OF_HEX
        && digits(value) < value.len();
    is_hex
        || is_jumbled(value)
        || (SHORT_ID.contains(&value.len())
            && value.iter().all(u8::is_ascii_alphanumeric)
            && digits(value) >= FEWEST_OF_A_KIND
            && value.len() - digits(value) >= FEWEST_OF_A_KIND
            && changes + 1 >= FEWEST_RUNS)
}

/// Tell which cookies a client sends, whose first name begins at `at`.
fn sent(keyword: &Keyword<'_>, at: usize) -> Option<Verdict> {
    let data = keyword.data;
    let mut stop = at;
    for number in 0..=MOST_COOKIES {
        let begin = match number {
            0 => at,
            _ if !has(data, stop, b";") => break,
            _ => stop + 1 + usize::from(has(data, stop + 1, b" ")),
        };
        let Some(value) = behind_cookies_name(data, begin) else { break };
        stop = end_of_cookie(data, value)?;
    }
    cookie(keyword, at, stop)
}

/// Tell which cookie a server sets, whose name begins at `at`; further ones are left to Python.
fn set(keyword: &Keyword<'_>, at: usize) -> Option<Verdict> {
    let data = keyword.data;
    let Some(value) = behind_cookies_name(data, at) else { return Some(Nothing) };
    let stop = end_of_cookie(data, value)?;
    let reach = right_of(data, stop, LONGEST_ATTRIBUTES);
    let line = run(reach, 0, LONGEST_ATTRIBUTES, |byte| !b"\n\x1e\"'".contains(&byte));
    if has_any(data, stop, |byte| b";,])}>".contains(&byte)) && reach[..line].contains(&b',') {
        return None;
    }
    cookie(keyword, value, stop)
}

/// Give where the value begins of a cookie whose name begins at a place.
fn behind_cookies_name(data: &[u8], at: usize) -> Option<usize> {
    let name = run(data, at, LONGEST_NAME + 1, |byte| is_word(byte) || b"!#$%&*^.|~+-".contains(&byte));
    ((1..=LONGEST_NAME).contains(&name) && has(data, at + name, b"=")).then_some(at + name + 1)
}

/// Give where the value of a cookie ends, if it is a plain one.
fn end_of_cookie(data: &[u8], at: usize) -> Option<usize> {
    let is_of_cookie = |byte: u8| is_word(byte) || b"!#$%&()*+./:<=>?@[]^{|}~-".contains(&byte);
    let size = run(data, at, LONGEST_COOKIE, is_of_cookie);
    let is_quoted = has_any(data, at, |byte| matches!(byte, b'"' | b'\\'));
    (!is_quoted && size < LONGEST_COOKIE).then_some(at + size)
}

fn cookie(keyword: &Keyword<'_>, at: usize, stop: usize) -> Option<Verdict> {
    let closing = keyword.data[at..stop].iter().rev().take_while(|byte| b"])}>".contains(byte)).count();
    let stop = stop - closing;
    if stop == at {
        return Some(Nothing);
    }
    keyword.unless_placeholder((at, stop))
}
