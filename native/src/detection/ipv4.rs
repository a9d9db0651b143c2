//! IPv4 addresses in ASCII that are plainly such, or plainly none. Texts in which one may be a version, or IPv6 may stand,
//! are left to the rule's validator.

use memchr::{memchr, memchr_iter, memmem};
use pyo3::prelude::*;

use crate::detection::surroundings::{ends_with_any, left_of, trimmed, WHITE_SPACE};

const REACH: usize = 48;
const FEWEST_COLONS: usize = 5;

#[pyclass(frozen, module = "sealog._native")]
pub struct Ipv4Addresses {
    hints: Vec<Vec<u8>>,
}

#[pymethods]
impl Ipv4Addresses {
    /// `hints`, ASCII in lower case, are what a version may stand behind.
    #[new]
    fn new(hints: Vec<String>) -> Self {
        Self { hints: hints.into_iter().map(String::into_bytes).collect() }
    }
}

impl Ipv4Addresses {
    /// Give the spans of all addresses in a text of ASCII, or None if something in it is not plain.
    pub fn plain(&self, data: &[u8]) -> Option<Vec<(usize, usize)>> {
        if may_hold_ipv6(data) {
            return None;
        }
        let mut spans = Vec::new();
        let (mut position, mut from) = (0, 0);
        while let Some(further) = memchr(b'.', &data[from..]) {
            let dot = from + further;
            let Some((start, end)) = quad(data, position, dot) else {
                from = dot + 1;
                continue;
            };
            match self.judge(data, start, end) {
                Verdict::Host => spans.push((start, end)),
                Verdict::Nothing => {}
                Verdict::Odd => return None,
            }
            (position, from) = (end, end);
        }
        Some(spans)
    }
}

enum Verdict {
    Host,
    Nothing,
    Odd,
}

impl Ipv4Addresses {
    fn judge(&self, data: &[u8], start: usize, end: usize) -> Verdict {
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
            Verdict::Odd
        } else {
            Verdict::Host
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

/// Tell whether each number is a byte without leading zeros, and the whole no loopback, netmask or 0.0.0.0/8.
fn is_somebodys(quad: &[u8]) -> bool {
    let mut octets = quad.split(|&byte| byte == b'.');
    let is_octet = |octet: &[u8]| {
        let value = octet.iter().fold(0, |value, digit| value * 10 + u32::from(digit - b'0'));
        value <= 255 && (octet.len() == 1 || octet[0] != b'0')
    };
    let first = octets.next().unwrap_or_default();
    is_octet(first) && ![&b"0"[..], b"127", b"255"].contains(&first) && octets.all(is_octet)
}
