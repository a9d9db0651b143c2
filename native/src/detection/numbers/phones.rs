//! Telephone numbers with a country code, in texts of ASCII (`sealog/detect/rules/phone/international.py`): which surely are
//! none, and which are surely issued, once Python has said what a country issues.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

use pyo3::prelude::*;
use regex_automata::meta::Regex;

use crate::detection::numbers::verdict::{judged_by_python, Judge, Judged, Span, Verdict};
use crate::detection::pattern::Pattern;
use crate::detection::surroundings::{is_word, left_of};
use crate::detection::syntax::LazyRegex;

/// Numbers with a plus or two zeros before their country code.
#[pyclass(frozen, module = "sealog._native")]
pub struct InternationalPhones {
    shape: LazyRegex,
    /// What is issued behind a country code, as far as Python has said it.
    issued: RwLock<HashMap<Vec<u8>, Pattern>>,
}

#[pymethods]
impl InternationalPhones {
    #[new]
    fn new(shape: String) -> Self {
        Self { shape: LazyRegex::new(shape), issued: RwLock::default() }
    }

    /// Remember the shape of the numbers that are issued behind a country code.
    fn learn(&self, code: &str, shape: String) {
        let mut issued = self.issued.write().unwrap_or_else(PoisonError::into_inner);
        issued.insert(code.as_bytes().to_vec(), Pattern::whole((shape, false, true)));
    }

    /// See `judged_by_python`.
    #[pyo3(signature = (text, position, count, anchor=None))]
    fn judged(&self, text: &str, position: usize, count: usize, anchor: Option<Span>) -> PyResult<Option<Judged>> {
        judged_by_python(self, text, position, count, anchor)
    }
}

impl Judge for InternationalPhones {
    fn shape(&self) -> Option<&Regex> {
        self.shape.get()
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
