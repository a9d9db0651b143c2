//! Telephone numbers in texts of ASCII. Of those as people write them at home this says which candidates are surely none, by
//! what stands beside them (`sealog/detect/rules/phone/national.py`, `alone.py`); of those with a country code also which
//! are surely issued, once Python has said what a country issues (`international.py`).

use std::collections::HashMap;
use std::sync::{OnceLock, PoisonError, RwLock};

use pyo3::prelude::*;
use regex_automata::meta::Regex;

use crate::detection::numbers::near::{self, Near};
use crate::detection::numbers::verdict::{judged_by_python, Judge, Judged, Verdict};
use crate::detection::pattern::Pattern;
use crate::detection::surroundings::{is_glued, is_word, left_of, right_of};
use crate::detection::syntax::compiled;

const LABEL: usize = 16;
/// Kinds of telephones, which may stand right behind a number.
const LABELS: [&[u8]; 7] = [b"office", b"fax", b"mobile", b"cell", b"desk", b"phone", b"landline"];

#[pyclass(frozen, module = "sealog._native")]
pub struct PhoneGroups {
    shape: String,
    regex: OnceLock<Option<Regex>>,
    fewest: usize,
    /// One of them must stand beside a number that no label follows.
    strong: Near,
    weak: Near,
    msisdn: Near,
}

#[pymethods]
impl PhoneGroups {
    /// `fewest` is how many digits a value has at least.
    #[new]
    fn new(shape: String, fewest: usize, strong: near::Source, weak: near::Source, msisdn: near::Source) -> Self {
        let (strong, weak, msisdn) = (Near::new(strong), Near::new(weak), Near::new(msisdn));
        Self { shape, regex: OnceLock::new(), fewest, strong, weak, msisdn }
    }

    /// See `judged_by_python`.
    fn judged(&self, text: &str, position: usize, count: usize) -> PyResult<Option<Judged>> {
        judged_by_python(self, text, position, count)
    }
}

impl Judge for PhoneGroups {
    fn shape(&self) -> Option<&Regex> {
        self.regex.get_or_init(|| compiled(&self.shape)).as_ref()
    }

    fn judge(&self, data: &[u8], start: usize, end: usize) -> Verdict {
        if self.may_be(data, start, end) && self.may_be_said(data, start, end) {
            Verdict::Open
        } else {
            Verdict::Nothing
        }
    }
}

impl PhoneGroups {
    /// Tell whether a candidate in `data` may be a value.
    pub fn is_in(&self, data: &[u8]) -> bool {
        match self.shape() {
            Some(regex) => regex.find_iter(data).any(|found| self.may_be(data, found.start(), found.end())),
            None => true,
        }
    }

    fn may_be(&self, data: &[u8], start: usize, end: usize) -> bool {
        let (value, right) = (&data[start..end], &data[end..]);
        let has_few = value.iter().filter(|byte| byte.is_ascii_digit()).count() < self.fewest;
        let goes_on = right.first().is_some_and(|&byte| byte.is_ascii_alphanumeric() || byte == b'_');
        let is_tied = goes_on && !value.contains(&b' ');
        !(has_few || is_tied || is_moment(value, right) || is_fraction(&data[..start], value, right))
    }

    /// Tell whether what stands beside a candidate may say that it is a telephone's.
    fn may_be_said(&self, data: &[u8], start: usize, end: usize) -> bool {
        let value = &data[start..end];
        let start = start + usize::from(value[0] == b'(' && !value.contains(&b')'));
        let label = right_of(data, end, LABEL);
        if LABELS.iter().any(|word| label.windows(word.len()).any(|part| part.eq_ignore_ascii_case(word))) {
            return true;
        }
        if self.msisdn.is_near(data, start, end) != Some(false) {
            return true;
        }
        match left_of(data, start, 2) {
            [.., b'+'] | [b'0'..=b'9', b':'] => return false,
            [.., last] if is_word(*last) => return false,
            _ => {}
        }
        self.strong.is_near(data, start, end) != Some(false) || self.weak.is_near(data, start, end) != Some(false)
    }
}

/// Tell whether a value is a day and the hours of a time that goes on: `2026-01-02 03` of `2026-01-02 03:04`.
fn is_moment(value: &[u8], right: &[u8]) -> bool {
    let [b'1' | b'2', b'9' | b'0', _, _, b'-', month @ .., b' ', _, _] = value else { return false };
    let [first, second, b'-', day @ ..] = month else { return false };
    let is_month = matches!((first, second), (b'0', b'1'..=b'9') | (b'1', b'0'..=b'2'));
    let is_day = matches!(day, [b'0'..=b'2', b'0'..=b'9'] | [b'3', b'0' | b'1']);
    let is_year = matches!(value, [b'1', b'9', ..] | [b'2', b'0', ..]) && value.len() == 13;
    is_year && is_month && is_day && matches!(right, [b':', b'0'..=b'9', ..])
}

/// Tell whether a value is the seconds of a time with a fraction of them, and no label stands in brackets behind it.
fn is_fraction(left: &[u8], value: &[u8], right: &[u8]) -> bool {
    matches!(left, [.., b'0'..=b'9', b':'])
        && value[0] != b'('
        && !value.iter().all(u8::is_ascii_digit)
        && !right[..right.len().min(LABEL + 1)].contains(&b')')
}

/// Numbers with a plus or two zeros before their country code.
#[pyclass(frozen, module = "sealog._native")]
pub struct InternationalPhones {
    shape: String,
    regex: OnceLock<Option<Regex>>,
    /// What is issued behind a country code, as far as Python has said it.
    issued: RwLock<HashMap<Vec<u8>, Pattern>>,
}

#[pymethods]
impl InternationalPhones {
    #[new]
    fn new(shape: String) -> Self {
        Self { shape, regex: OnceLock::new(), issued: RwLock::default() }
    }

    /// Remember the shape of the numbers that are issued behind a country code.
    fn learn(&self, code: &str, shape: String) {
        let mut issued = self.issued.write().unwrap_or_else(PoisonError::into_inner);
        issued.insert(code.as_bytes().to_vec(), Pattern::whole((shape, false, true)));
    }

    /// See `judged_by_python`.
    fn judged(&self, text: &str, position: usize, count: usize) -> PyResult<Option<Judged>> {
        judged_by_python(self, text, position, count)
    }
}

impl Judge for InternationalPhones {
    fn shape(&self) -> Option<&Regex> {
        self.regex.get_or_init(|| compiled(&self.shape)).as_ref()
    }

    fn judge(&self, data: &[u8], start: usize, end: usize) -> Verdict {
        let left = left_of(data, start, 2);
        if left.last().is_some_and(|&byte| is_word(byte) || b"+.%\\".contains(&byte)) {
            return Verdict::Nothing;
        }
        let has_zeros = data[start] == b'0';
        if has_zeros && (left.last().is_some_and(|byte| b"-/#$".contains(byte)) || matches!(left, [b'0'..=b'9', b':']))
        {
            return Verdict::Nothing;
        }
        let value = &data[start..end];
        let is_odd = value.iter().any(u8::is_ascii_alphabetic) || (has_zeros && left.last() == Some(&b','));
        let goes_on = data.get(end).is_some_and(|&byte| is_word(byte));
        if is_odd || goes_on || !value[value.len() - 1].is_ascii_digit() {
            return Verdict::Open;
        }
        if is_decimal(value) || is_pairs(value) {
            return Verdict::Nothing;
        }
        let digits: Vec<u8> = value.iter().copied().filter(u8::is_ascii_digit).collect();
        let digits = if has_zeros { &digits[2..] } else { &digits[..] };
        if self.is_issued(digits) {
            Verdict::Value(start, end)
        } else {
            Verdict::Open
        }
    }
}

impl InternationalPhones {
    fn is_issued(&self, digits: &[u8]) -> bool {
        let issued = self.issued.read().unwrap_or_else(PoisonError::into_inner);
        // No country code begins with another one (ITU-T E.164).
        (1..=3)
            .filter(|&size| size < digits.len())
            .any(|size| issued.get(&digits[..size]).is_some_and(|shape| shape.surely(&digits[size..])))
    }
}

/// Tell whether a value is a signed decimal: `+[0-9]+\.[0-9]+`.
fn is_decimal(value: &[u8]) -> bool {
    let Some(number) = value.strip_prefix(b"+") else { return false };
    let mut parts = number.split(|&byte| byte == b'.');
    let is_digits =
        |part: Option<&[u8]>| part.is_some_and(|part| !part.is_empty() && part.iter().all(u8::is_ascii_digit));
    is_digits(parts.next()) && is_digits(parts.next()) && parts.next().is_none()
}

/// Tell whether a value is of a hex dump or a MAC address: `00(?:[ -][0-9]{2})+`.
fn is_pairs(value: &[u8]) -> bool {
    value.strip_prefix(b"00").is_some_and(|pairs| {
        !pairs.is_empty() && pairs.chunks(3).all(|pair| matches!(pair, [b' ' | b'-', b'0'..=b'9', b'0'..=b'9']))
    })
}

/// Numbers whose spelling alone says what they are.
#[pyclass(frozen, module = "sealog._native")]
pub struct LonePhones {
    shape: String,
    regex: OnceLock<Option<Regex>>,
}

#[pymethods]
impl LonePhones {
    #[new]
    fn new(shape: String) -> Self {
        Self { shape, regex: OnceLock::new() }
    }

    /// See `judged_by_python`.
    fn judged(&self, text: &str, position: usize, count: usize) -> PyResult<Option<Judged>> {
        judged_by_python(self, text, position, count)
    }
}

impl Judge for LonePhones {
    fn shape(&self) -> Option<&Regex> {
        self.regex.get_or_init(|| compiled(&self.shape)).as_ref()
    }

    fn judge(&self, data: &[u8], start: usize, end: usize) -> Verdict {
        let value = &data[start..end];
        if is_glued(data, start, end) {
            return Verdict::Nothing;
        }
        // A number that begins with a trunk zero and goes on in a column, or is a part of something.
        let is_trunk = value[0] == b'0' && value.iter().all(|byte| byte.is_ascii_digit() || b" -".contains(byte));
        let is_tied = data[..start].last().is_some_and(|byte| b"-+.:/#\\$)]".contains(byte));
        let is_column_left = matches!(data[..start], [.., b'0'..=b'9', b' ' | b'\t'])
            || matches!(data[..start], [.., b'0'..=b'9', b',' | b';' | b'|', b' ' | b'\t'])
            || matches!(data[..start], [.., b',' | b';' | b'|' | b'\t']);
        let is_column_right =
            matches!(data[end..], [b' ' | b'\t' | b',' | b';' | b'|', next, ..] if next.is_ascii_digit());
        if is_trunk && (is_tied || is_column_left || is_column_right) {
            Verdict::Nothing
        } else {
            Verdict::Open
        }
    }
}
