//! IP addresses in ASCII: what `_validate` in `sealog/detect/rules/network/ip_address.py` says. What may be a version is left
//! to that validator.

use std::net::Ipv6Addr;
use std::str::{from_utf8, FromStr};

use memchr::{memchr, memchr_iter, memmem};
use pyo3::prelude::*;
use regex_automata::meta::Regex;

use crate::detection::numbers::verdict::{self, judged_by_python, Judge, Judged, Span, Verdict};
use crate::detection::surroundings::{ends_with_any, is_word, left_of, trimmed, WHITE_SPACE};
use crate::detection::syntax::LazyRegex;

const REACH: usize = 48;
const FEWEST_COLONS: usize = 5;
const FULL_COLONS: usize = 7;
const LOOPBACK: u8 = 127;

#[pyclass(frozen, module = "sealog._native")]
pub struct IpAddresses {
    shape: LazyRegex,
    hints: Vec<Vec<u8>>,
}

#[pymethods]
impl IpAddresses {
    /// `hints`, ASCII in lower case, are what a version may stand behind.
    #[new]
    fn new(shape: String, hints: Vec<String>) -> Self {
        Self { shape: LazyRegex::new(shape), hints: hints.into_iter().map(String::into_bytes).collect() }
    }

    /// See `judged_by_python`.
    #[pyo3(signature = (text, position, count, anchor=None))]
    fn judged(&self, text: &str, position: usize, count: usize, anchor: Option<Span>) -> PyResult<Option<Judged>> {
        judged_by_python(self, text, position, count, anchor)
    }
}

impl Judge for IpAddresses {
    fn shape(&self) -> Option<&Regex> {
        self.shape.get()
    }

    fn reads_beyond_ascii(&self) -> bool {
        false
    }

    fn judge(&self, data: &[u8], start: usize, end: usize) -> Verdict {
        if !data[start..end].contains(&b':') {
            return self.judge_quad(data, start, end);
        }
        match ipv6(data, start, end) {
            Some((start, end)) => Verdict::Value(start, end),
            // `peer:1:10.0.0.1`: only what is behind the last colon is an address.
            None if data[start..end].contains(&b'.') => {
                let quad =
                    data[start..end].iter().rposition(|&byte| byte == b':').map_or(start, |colon| start + colon + 1);
                self.judge_quad(data, quad, end)
            }
            None => Verdict::Nothing,
        }
    }
}

impl IpAddresses {
    /// Give the spans of all addresses in a text of ASCII, or None if a candidate is not clear.
    pub fn plain(&self, data: &[u8]) -> Option<Vec<(usize, usize)>> {
        if may_hold_ipv6(data) {
            return verdict::plain(self, data);
        }
        let mut spans = Vec::new();
        let (mut position, mut from) = (0, 0);
        while let Some(further) = memchr(b'.', &data[from..]) {
            let dot = from + further;
            let Some((start, end)) = quad(data, position, dot) else {
                from = dot + 1;
                continue;
            };
            match self.judge_quad(data, start, end) {
                Verdict::Value(start, end) => spans.push((start, end)),
                Verdict::Nothing => {}
                Verdict::Open => return None,
            }
            (position, from) = (end, end);
        }
        Some(spans)
    }
}

impl IpAddresses {
    /// Judge an IPv4 address, `[0-9]{1,3}(?:\.[0-9]{1,3}){3}`.
    fn judge_quad(&self, data: &[u8], start: usize, end: usize) -> Verdict {
        if start > 0 && (data[start - 1].is_ascii_alphanumeric() || data[start - 1] == b'.') {
            return Verdict::Nothing;
        }
        let right = &data[end..];
        match right {
            [next, ..] if next.is_ascii_alphanumeric() || *next == b'_' => return Verdict::Nothing,
            [b'.', next, ..] if next.is_ascii_digit() => return Verdict::Nothing,
            _ => {}
        }
        if !is_somebodys(&data[start..end]) {
            return Verdict::Nothing;
        }
        let goes_on = matches!(right, [b'.' | b'+' | b'~' | b'-', next, ..] if next.is_ascii_alphanumeric());
        if goes_on || self.may_be_version(left_of(data, start, REACH)) {
            Verdict::Open
        } else {
            Verdict::Value(start, end)
        }
    }

    /// Tell whether a version may stand behind `left`.
    fn may_be_version(&self, left: &[u8]) -> bool {
        let marked = match left {
            [.., b'/' | b'_' | b'-' | b'^' | b'~'] => true,
            [.., b':'] => {
                [&b"jar"[..], b"tag", b"image", b"pulled"].iter().any(|word| memmem::find(left, word).is_some())
            }
            [.., b'=' | b'"' | b'\''] => {
                let name = trimmed(left, b"\"'\\ ");
                matches!(name, [.., b'v' | b'N' | b'=' | b'~' | b'!' | b'<' | b'>', b'='])
            }
            _ => matches!(trimmed(left, WHITE_SPACE), [.., b'=' | b'~' | b'^']),
        };
        marked || ends_with_any(trimmed(left, b" \"'([:=#v"), &self.hints)
    }
}

fn may_hold_ipv6(data: &[u8]) -> bool {
    memchr_iter(b':', data).count() >= FEWEST_COLONS || memmem::find(data, b"::").is_some()
}

/// Give the IPv6 address in a candidate.
fn ipv6(data: &[u8], mut start: usize, mut end: usize) -> Option<(usize, usize)> {
    // A single colon at either edge belongs to the words around (`client:2001:db8::1:`).
    if data[start] == b':' && data.get(start + 1) != Some(&b':') {
        start += 1;
    } else if start > 0 && (is_word(data[start - 1]) || b":.".contains(&data[start - 1])) {
        return None;
    }
    if data.get(end).is_some_and(|&byte| is_word(byte)) || data[end..].starts_with(b"::") {
        return None;
    }
    if data[..end].ends_with(b":") && !data[..end].ends_with(b"::") {
        end -= 1;
    }
    let value = data.get(start..end)?;
    if is_ipv6(value) {
        return Some((start, end));
    }
    // `[…]:443` needs brackets, but many write the port without them.
    let colon = value.iter().rposition(|&byte| byte == b':')?;
    let (host, port) = (&value[..colon], &value[colon + 1..]);
    let is_port = !port.is_empty() && port.iter().all(u8::is_ascii_digit);
    (is_port && is_ipv6(host)).then_some((start, start + colon))
}

/// Tell whether a value is a host's address: not a device's number, and not a scope of C++.
fn is_ipv6(value: &[u8]) -> bool {
    let core = value.split(|&byte| byte == b'%').next().unwrap_or_default();
    let colons = core.iter().filter(|&&byte| byte == b':').count();
    let is_short = memmem::find(core, b"::").is_some();
    let is_full = colons == FULL_COLONS || (colons == FULL_COLONS - 1 && core.contains(&b'.'));
    let is_prefix = core.strip_suffix(b"::").is_some_and(|group| group.len() <= 4 && !group.contains(&b':'));
    let is_device = colons == FULL_COLONS && core.split(|&byte| byte == b':').all(|pair| pair.len() == 2);
    if !(is_short || is_full) || !core.iter().any(u8::is_ascii_digit) || is_prefix || is_device {
        return false;
    }
    let address = from_utf8(core).ok().and_then(|core| Ipv6Addr::from_str(core).ok());
    address.is_some_and(|address| {
        let is_mapped_loopback = address.to_ipv4_mapped().is_some_and(|mapped| mapped.octets()[0] == LOOPBACK);
        !address.is_unspecified() && !address.is_loopback() && !is_mapped_loopback
    })
}

/// Give `[0-9]{1,3}(?:\.[0-9]{1,3}){3}` whose first dot is at `dot`, not before `position`.
fn quad(data: &[u8], position: usize, dot: usize) -> Option<(usize, usize)> {
    let digits = |from: usize| data[from..].iter().take(4).take_while(|byte| byte.is_ascii_digit()).count();
    let before = data[position..dot].iter().rev().take(3).take_while(|byte| byte.is_ascii_digit()).count();
    let mut end = dot;
    for last in [false, false, true] {
        let many = digits(end + 1);
        end += 1 + many.min(3);
        if before == 0 || many == 0 || (!last && (many > 3 || data.get(end) != Some(&b'.'))) {
            return None;
        }
    }
    Some((dot - before, end))
}

/// Tell whether a text is four bytes without leading zeros, and the whole is not of loopback, of 0.0.0.0/8 or a netmask.
fn is_somebodys(quad: &[u8]) -> bool {
    let is_octet = |octet: &[u8]| match octet {
        [digit] => digit.is_ascii_digit(),
        [b'1'..=b'9', rest @ ..] if rest.len() < 3 && rest.iter().all(u8::is_ascii_digit) => {
            octet.iter().fold(0, |value, digit| value * 10 + u32::from(digit - b'0')) <= 255
        }
        _ => false,
    };
    let mut octets = quad.split(|&byte| byte == b'.');
    let first = octets.clone().next().unwrap_or_default();
    octets.clone().count() == 4 && !matches!(first, b"0" | b"127" | b"255") && octets.all(is_octet)
}
