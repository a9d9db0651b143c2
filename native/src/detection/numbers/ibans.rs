//! IBANs in texts of ASCII: what `_validate` in `sealog/detect/rules/payment/iban_code.py` says.

use std::collections::HashMap;

use memchr::memmem;
use pyo3::prelude::*;

use crate::detection::numbers::verdict::{judged_by_python, Judge, Judged, Span, Verdict};
use crate::detection::surroundings::left_of;

/// What may stand between two signs of an IBAN.
const GAP: &[u8] = b" \t\r\n./_+-";
const MOST_GAPS: usize = 3;
const LONGEST_INDENT: usize = 16;
const LONGEST_GAP: usize = 24;
const LONGEST: usize = 34;
const CHECKED: usize = 4;
const REACH: usize = 40;
const FEWEST_HEX: usize = 4;
const NAME: &[u8] = b"iban";

#[pyclass(frozen, module = "sealog._native")]
pub struct Ibans {
    /// What stands behind the check digits, sign by sign, by the country's two letters; empty where there is no such country.
    kinds: Vec<Vec<u8>>,
    words: Vec<Vec<u8>>,
}

#[pymethods]
impl Ibans {
    /// `parts` are sizes and kinds (`a`, `n`, `c`) of what stands behind the check digits, by country code in capitals; one
    /// of `words` (lower case) says of letters that look like prose that they are an IBAN.
    #[new]
    fn new(parts: HashMap<String, Vec<(usize, char)>>, words: Vec<String>) -> Self {
        let mut kinds = vec![Vec::new(); 26 * 26];
        for (country, parts) in parts {
            if let Some(place) = place(country.as_bytes()) {
                let each = parts.iter().flat_map(|&(size, kind)| std::iter::repeat_n(kind as u8, size));
                kinds[place] = each.take(LONGEST - CHECKED).collect();
            }
        }
        Self { kinds, words: words.into_iter().map(String::into_bytes).collect() }
    }

    /// See `judged_by_python`.
    #[pyo3(signature = (text, position, count, anchor=None))]
    fn judged(&self, text: &str, position: usize, count: usize, anchor: Option<Span>) -> PyResult<Option<Judged>> {
        judged_by_python(self, text, position, count, anchor)
    }
}

impl Judge for Ibans {
    fn is_able(&self) -> bool {
        true
    }

    fn reads_beyond_ascii(&self) -> bool {
        false // gaps of other signs may be in an IBAN
    }

    /// Give the next country and check digits.
    fn find(&self, data: &[u8], from: usize) -> Option<Span> {
        (from..data.len().saturating_sub(CHECKED - 1)).find_map(|start| {
            self.kinds(&data[start..])?;
            let first = apart(data, start + 2)?;
            let second = between(data, first + 1).filter(|&place| data[place].is_ascii_digit())?;
            Some((start, second + 1))
        })
    }

    fn judge(&self, data: &[u8], start: usize, end: usize) -> Verdict {
        let Some(kinds) = self.kinds(&data[start..]) else { return Verdict::Nothing };
        let mut signs = Vec::with_capacity(LONGEST);
        signs.extend(data[start..end].iter().filter(|byte| byte.is_ascii_alphanumeric()).map(u8::to_ascii_uppercase));
        let mut at = end;
        for kind in kinds {
            let Some(place) = between(data, at) else { return Verdict::Nothing };
            let sign = data[place];
            let is_right = match kind {
                b'n' => sign.is_ascii_digit(),
                b'a' => sign.is_ascii_alphabetic(),
                _ => sign.is_ascii_alphanumeric(),
            };
            if !is_right {
                return Verdict::Nothing;
            }
            signs.push(sign.to_ascii_uppercase());
            at = place + 1;
        }
        let goes_on = match data[at..] {
            [b'-', next, ..] => next.is_ascii_digit(),
            [next, ..] => next.is_ascii_alphanumeric(),
            [] => false,
        };
        let left = left_of(data, start, REACH);
        let is_glued = left.last().is_some_and(u8::is_ascii_alphanumeric) && !is_named(left);
        if goes_on || !has_right_check(&signs) || is_glued || is_part_of_number(left) {
            return Verdict::Nothing;
        }
        if is_in_prose(&data[start..at]) && !self.is_said(left) {
            return Verdict::Nothing;
        }
        Verdict::Value(start, at)
    }
}

impl Ibans {
    fn kinds(&self, data: &[u8]) -> Option<&[u8]> {
        let kinds = &self.kinds[place(data.get(..2)?)?];
        (!kinds.is_empty()).then_some(kinds)
    }

    fn is_said(&self, left: &[u8]) -> bool {
        let lower = left.to_ascii_lowercase();
        let is_assigned =
            matches!(lower[..], [.., b':' | b'=' | b'"' | b'\''] | [.., b':' | b'=' | b'"' | b'\'', b' ']);
        is_assigned || self.words.iter().any(|word| memmem::find(&lower, word).is_some())
    }
}

/// Give the place of a country's two letters, of any case.
fn place(country: &[u8]) -> Option<usize> {
    let letter = |byte: u8| byte.is_ascii_alphabetic().then(|| usize::from(byte.to_ascii_uppercase() - b'A'));
    Some(letter(country[0])? * 26 + letter(country[1])?)
}

/// Give the place of the sign behind what may stand between two of them: a few gaps, or the end of a line and an indent.
fn between(data: &[u8], at: usize) -> Option<usize> {
    let gap = gap(data, at)?;
    is_between(&data[at..gap]).then_some(gap)
}

fn is_between(gap: &[u8]) -> bool {
    let line = gap.strip_prefix(b" ").or_else(|| gap.strip_prefix(b"\t")).unwrap_or(gap);
    let line = line.strip_prefix(b"\r").unwrap_or(line);
    let is_line = line
        .strip_prefix(b"\n")
        .is_some_and(|indent| indent.len() <= LONGEST_INDENT && indent.iter().all(|byte| b" \t".contains(byte)));
    (gap.len() <= MOST_GAPS && gap.iter().all(|byte| GAP.contains(byte))) || is_line
}

/// Give the place of the first check digit behind a country; a colon or an equals sign may stand between them.
fn apart(data: &[u8], at: usize) -> Option<usize> {
    let digit = gap(data, at).filter(|&place| data[place].is_ascii_digit())?;
    let gap = &data[at..digit];
    let is_gap = |before: &[u8]| before.len() < MOST_GAPS && before.iter().all(|byte| GAP.contains(byte));
    let is_apart = match gap.iter().position(|byte| b":=".contains(byte)) {
        Some(sign) => is_gap(&gap[..sign]) && is_between(&gap[sign + 1..]),
        None => (0..MOST_GAPS.min(gap.len() + 1)).any(|many| is_gap(&gap[..many]) && is_between(&gap[many..])),
    };
    is_apart.then_some(digit)
}

/// Give the place of the next letter or digit, if no more stands before it than may.
fn gap(data: &[u8], at: usize) -> Option<usize> {
    let near = &data[at..data.len().min(at + LONGEST_GAP)];
    near.iter().position(u8::is_ascii_alphanumeric).map(|size| at + size)
}

fn is_named(left: &[u8]) -> bool {
    let name = left.len().checked_sub(NAME.len()).filter(|&begin| left[begin..].eq_ignore_ascii_case(NAME));
    name.is_some_and(|begin| begin == 0 || !left[begin - 1].is_ascii_alphanumeric())
}

/// Tell whether a hyphen ties a value to the digits or the hex before it.
fn is_part_of_number(left: &[u8]) -> bool {
    let [before @ .., b'-'] = left else { return false };
    let hex = before.iter().rev().take_while(|byte| byte.is_ascii_hexdigit()).count();
    let is_whole = before.len() == hex || !before[before.len() - hex - 1].is_ascii_alphanumeric();
    before.last().is_some_and(u8::is_ascii_digit) || (hex >= FEWEST_HEX && is_whole)
}

/// Tell whether a value may be words and numbers that happen to pass: `at 10 …`, `is 12 …`.
fn is_in_prose(value: &[u8]) -> bool {
    let [_, second, b' ' | b'\t', rest @ ..] = value else { return false };
    let is_group =
        |group: &[u8]| group.len() == 5 && group[0] == b' ' && group[1..].iter().all(u8::is_ascii_alphanumeric);
    let is_grouped =
        rest.len() >= 12 && rest[..2].iter().all(u8::is_ascii_digit) && is_group(&rest[2..7]) && is_group(&rest[7..12]);
    second.is_ascii_lowercase() && !is_grouped
}

/// Tell whether the remainder of ISO/IEC 7064 (mod 97-10) is 1.
fn has_right_check(signs: &[u8]) -> bool {
    let moved = signs[CHECKED..].iter().chain(&signs[..CHECKED]);
    let remainder = moved.fold(0, |value, &sign| match sign {
        b'0'..=b'9' => (value * 10 + u32::from(sign - b'0')) % 97,
        _ => (value * 100 + u32::from(sign - b'A') + 10) % 97,
    });
    remainder == 1
}
