//! PhoneGroups of digits that may be a telephone's: which candidates of the shape are surely none, before Python looks for
//! words beside them. It says what `_validate` in `sealog/detect/rules/phone/national.py` says, of fewer candidates.

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use regex_automata::meta::Regex;
use std::sync::OnceLock;

use crate::detection::syntax::translated;

const LABEL: usize = 16;

#[pyclass(frozen, module = "sealog._native")]
pub struct PhoneGroups {
    source: String,
    regex: OnceLock<Option<Regex>>,
    fewest: usize,
}

#[pymethods]
impl PhoneGroups {
    /// `fewest` is how many digits a value has at least.
    #[new]
    fn new(shape: &str, fewest: usize) -> PyResult<Self> {
        let source = translated(shape, true);
        regex_syntax::parse(&source).map_err(|error| PyValueError::new_err(error.to_string()))?;
        Ok(Self { source, regex: OnceLock::new(), fewest })
    }
}

impl PhoneGroups {
    /// Tell whether a candidate in `data` may be a value.
    pub fn is_in(&self, data: &[u8]) -> bool {
        match self.regex.get_or_init(|| Regex::new(&self.source).ok()) {
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
