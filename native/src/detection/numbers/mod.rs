//! Issued numbers: what `number_rule` in `sealog/detect/rules/support/numbers.py` makes of a shape, a check and words.
//! Where only Python knows the check, this says which candidates are surely none.

pub mod cards;
pub mod checks;
pub mod crypto;
pub mod ibans;
pub mod lone_phones;
pub mod near;
pub mod phone_groups;
pub mod phone_labels;
pub mod phones;
pub mod ssn;
pub mod verdict;

use pyo3::prelude::*;
use regex_automata::meta::Regex;

use crate::detection::numbers::checks::{check, is_hetu, Check, FEWEST};
use crate::detection::numbers::near::{Near, Source};
use crate::detection::numbers::verdict::{judged_by_python, Judge, Judged, Span, Verdict};
use crate::detection::pattern::Pattern;
use crate::detection::surroundings::{is_decimal_part, is_glued};
use crate::detection::syntax::LazyRegex;

const GAPS: &[u8] = b"- .\t/";

#[pyclass(frozen, module = "sealog._native")]
pub struct Numbers {
    shape: LazyRegex,
    /// The spellings that need no words.
    alone: Option<Pattern>,
    words: Near,
    check: Option<Check>,
    /// Whether every value is right.
    is_any: bool,
    /// Whether a value is a Finnish code, in which a sign between the digits says the century.
    is_finnish: bool,
}

#[pymethods]
impl Numbers {
    /// `check` is a name that `checks.rs` knows, or another where only Python knows the check.
    #[new]
    fn new(shape: String, alone: Option<String>, words: Source, check_name: &str) -> Self {
        Self {
            shape: LazyRegex::new(shape),
            alone: alone.map(|alone| Pattern::whole((alone, false, true))),
            words: Near::new(words),
            check: check(check_name),
            is_any: check_name == "issued",
            is_finnish: check_name == "fi.hetu",
        }
    }

    /// See `judged_by_python`.
    #[pyo3(signature = (text, position, count, anchor=None))]
    fn judged(&self, text: &str, position: usize, count: usize, anchor: Option<Span>) -> PyResult<Option<Judged>> {
        judged_by_python(self, text, position, count, anchor)
    }
}

impl Judge for Numbers {
    fn shape(&self) -> Option<&Regex> {
        self.shape.get()
    }

    fn judge(&self, data: &[u8], start: usize, end: usize) -> Verdict {
        if is_tied(data, start, end) {
            return Verdict::Nothing;
        }
        let value = &data[start..end];
        if let Some(alone) = &self.alone {
            if alone.surely(value) {
                match self.passes(value) {
                    Some(true) => return Verdict::Value(start, end),
                    Some(false) => {}
                    None => return Verdict::Open,
                }
            } else if !alone.surely_not(value) {
                return Verdict::Open;
            }
        }
        match self.words.is_near(data, start, end) {
            Some(true) => {}
            Some(false) => return Verdict::Nothing,
            None => return Verdict::Open,
        }
        match self.passes(value) {
            Some(true) => Verdict::Value(start, end),
            Some(false) => Verdict::Nothing,
            None => Verdict::Open,
        }
    }
}

impl Numbers {
    fn passes(&self, value: &[u8]) -> Option<bool> {
        if self.is_any || self.is_finnish {
            return Some(self.is_any || is_hetu(value));
        }
        let check = self.check?;
        let digits: Vec<u8> = value.iter().copied().filter(|byte| !GAPS.contains(byte)).collect();
        (digits.len() >= FEWEST && digits.iter().all(u8::is_ascii_digit)).then(|| check(&digits)).flatten()
    }
}

/// Tell whether `data[start..end]` is a piece of a longer word, number, path or sum.
pub fn is_tied(data: &[u8], start: usize, end: usize) -> bool {
    let is_tied_left = match data[..start] {
        [.., b'#' | b'$'] => true,
        [.., before, b'-' | b'/' | b'+'] => before.is_ascii_alphanumeric(),
        _ => false,
    };
    let is_tied_right = matches!(data[end..], [b'-' | b'/' | b'+', next, ..] if next.is_ascii_alphanumeric());
    is_glued(data, start, end) || is_decimal_part(data, start, end) || is_tied_left || is_tied_right
}
