//! Telephone numbers whose spelling alone says what they are, in texts of ASCII: the twin of `sealog/detect/rules/phone/alone.py`.
//! Which numbers are assigned Python says, when the first of a kind is met.

use std::collections::{HashMap, HashSet};
use std::sync::{PoisonError, RwLock};

use pyo3::prelude::*;
use regex_automata::meta::Regex;

use crate::detection::numbers::phone_groups::matches;
use crate::detection::numbers::verdict::{judged_by_python, Judge, Judged, Span, Verdict};
use crate::detection::pattern::Pattern;
use crate::detection::surroundings::{is_glued, left_of, right_of};
use crate::detection::syntax::LazyRegex;

const AMERICAN: &str = "american";
const AREA: &str = "area";

#[pyclass(frozen, module = "sealog._native")]
pub struct LonePhones {
    shape: LazyRegex,
    parentheses: Pattern,
    area: Pattern,
    /// How some country groups a number: the separator and the sizes of the groups, as ` 3,4,4`.
    groupings: HashSet<String>,
    /// What is issued of a grouping, in the areas of parentheses, or in America, as far as Python has said it.
    issued: RwLock<HashMap<String, Pattern>>,
}

#[pymethods]
impl LonePhones {
    #[new]
    fn new(shape: String, parentheses: String, area: String, groupings: HashSet<String>) -> Self {
        let whole = |source: String| Pattern::whole((source, false, true));
        let (parentheses, area) = (whole(parentheses), whole(area));
        Self { shape: LazyRegex::new(shape), parentheses, area, groupings, issued: RwLock::default() }
    }

    /// Remember the shape of the digits that are issued of a kind of numbers.
    fn learn(&self, kind: String, shape: String) {
        let mut issued = self.issued.write().unwrap_or_else(PoisonError::into_inner);
        issued.insert(kind, Pattern::whole((shape, false, true)));
    }

    /// See `judged_by_python`.
    #[pyo3(signature = (text, position, count, anchor=None))]
    fn judged(&self, text: &str, position: usize, count: usize, anchor: Option<Span>) -> PyResult<Option<Judged>> {
        judged_by_python(self, text, position, count, anchor)
    }
}

impl Judge for LonePhones {
    fn shape(&self) -> Option<&Regex> {
        self.shape.get()
    }

    fn judge(&self, data: &[u8], start: usize, end: usize) -> Verdict {
        let value = &data[start..end];
        if is_glued(data, start, end) {
            return Verdict::Nothing;
        }
        if value.contains(&b'x') {
            return Verdict::Open;
        }
        match matches(&self.parentheses, value) {
            Some(true) if goes_on(data, start, end) => return Verdict::Nothing,
            Some(true) => return Verdict::Value(start, end),
            Some(false) => {}
            None => return Verdict::Open,
        }
        if is_tied(data, start, end) {
            return Verdict::Nothing;
        }
        let is_value = match value[0] {
            b'(' => self.is_in_area(value),
            b'0' => self.is_trunk(data, start, end),
            _ => self.is_american(value),
        };
        match is_value {
            Some(true) => Verdict::Value(start, end),
            Some(false) => Verdict::Nothing,
            None => Verdict::Open,
        }
    }
}

impl LonePhones {
    fn is_in_area(&self, value: &[u8]) -> Option<bool> {
        if !matches(&self.area, value)? {
            return Some(false);
        }
        let digits = digits(value);
        // What begins with a country code may be a number of that country all the same.
        self.is_issued(AREA, &digits).filter(|&is_issued| is_issued || digits[0] == b'0')
    }

    /// Tell whether a number behind a trunk zero is grouped as some country does, and issued there.
    fn is_trunk(&self, data: &[u8], start: usize, end: usize) -> Option<bool> {
        let is_column_left = matches!(
            left_of(data, start, 3),
            [.., b'0'..=b'9', b' ' | b'\t']
                | [.., b'0'..=b'9', b',' | b';' | b'|', b' ' | b'\t']
                | [.., b',' | b';' | b'|' | b'\t']
        );
        let is_column_right =
            matches!(right_of(data, end, 2), [b' ' | b'\t' | b',' | b';' | b'|', next] if next.is_ascii_digit());
        if is_column_left || is_column_right {
            return Some(false);
        }
        let value = &data[start..end];
        let sign = if value.contains(&b' ') { ' ' } else { '-' };
        let sizes: Vec<String> = value.split(|&byte| byte == sign as u8).map(|group| group.len().to_string()).collect();
        let kind = format!("{sign}{}", sizes.join(","));
        if !self.groupings.contains(&kind) {
            return Some(false);
        }
        self.is_issued(&kind, &digits(value))
    }

    /// Tell whether a value is `(?:1([-.]))?NXX([-.])NXX\2XXXX` with the same sign everywhere, in an assigned area.
    fn is_american(&self, value: &[u8]) -> Option<bool> {
        let (lead, number) = match value {
            [b'1', sign @ (b'-' | b'.'), number @ ..] => (Some(*sign), number),
            number => (None, number),
        };
        let is_even = number.len() == 12 && number[3] == number[7] && lead.is_none_or(|sign| sign == number[3]);
        if !is_even {
            return Some(false);
        }
        self.is_issued(AMERICAN, &digits(number))
    }

    fn is_issued(&self, kind: &str, digits: &[u8]) -> Option<bool> {
        let issued = self.issued.read().unwrap_or_else(PoisonError::into_inner);
        issued.get(kind).and_then(|shape| matches(shape, digits))
    }
}

fn digits(value: &[u8]) -> Vec<u8> {
    value.iter().copied().filter(u8::is_ascii_digit).collect()
}

fn is_tied(data: &[u8], start: usize, end: usize) -> bool {
    let value = &data[start..end];
    // A hyphen and a word (`082 490 1693-Office`) don't continue groups that spaces join.
    let is_of_spaces = value.contains(&b' ') && !value.contains(&b'-');
    left_of(data, start, 1).last().is_some_and(|byte| b"-+.:/#\\$)]".contains(byte))
        || match right_of(data, end, 2) {
            [b'(' | b'[', ..] => true,
            [b'.', next] => next.is_ascii_digit(),
            [b'-', next] if is_of_spaces => next.is_ascii_digit(),
            [b'-' | b'/' | b'+' | b':', next] => next.is_ascii_alphanumeric(),
            _ => false,
        }
}

/// Tell whether what stands beside a number in parentheses makes it a part of a longer one.
fn goes_on(data: &[u8], start: usize, end: usize) -> bool {
    matches!(left_of(data, start, 2), [.., b'-' | b'+' | b'.'] | [b'0'..=b'9', b' ' | b','])
        || matches!(
            right_of(data, end, 2),
            [b'-' | b'/' | b'+' | b':' | b'.', b'0'..=b'9'] | [b'(' | b'[', ..] | [b' ', b'(' | b'[']
        )
}
