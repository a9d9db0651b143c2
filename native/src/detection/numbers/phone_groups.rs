//! Telephone numbers as people write them at home, in texts of ASCII: the twin of `sealog/detect/rules/phone/national.py`.
//! Which numbers countries have issued Python says, when the first number needs it.

use std::sync::{PoisonError, RwLock};

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use regex_automata::meta::Regex;

use crate::detection::numbers::is_tied;
use crate::detection::numbers::near::{self, Near};
use crate::detection::numbers::phone_labels::is_followed_by_label;
use crate::detection::numbers::verdict::{judged_by_python, Judge, Judged, Span, Verdict};
use crate::detection::pattern::Pattern;
use crate::detection::surroundings::{is_word, left_of, right_of};
use crate::detection::syntax::LazyRegex;

const LABEL: usize = 16;
/// Digits of a number of some country with its word before it; of one without groups; of any other.
const FEWEST_LABELLED: usize = 7;
const FEWEST_BARE: usize = 9;
const FEWEST: usize = 8;
const MOST: usize = 12;
const MOST_GROUPS: usize = 6;
const MOST_LEFT_OFF: usize = 2;
/// Country codes whose numbers for fiction are written with a trunk zero at home.
const TRUNK_ZERO: [&[u8]; 3] = [b"44", b"33", b"61"];

/// Words that may stand beside a number, by what they say.
type Words = (near::Source, near::Source, near::Source, near::Source, near::Source);

#[pyclass(frozen, module = "sealog._native")]
pub struct PhoneGroups {
    shape: LazyRegex,
    fewest: usize,
    /// One of them must stand beside a number that no label follows.
    strong: Near,
    weak: Near,
    msisdn: Near,
    /// Labels right before a number: of all languages, and those that say it of numbers of any country.
    labelled: Near,
    named: Near,
    american: Pattern,
    local: Pattern,
    bands: Pattern,
    fiction: Pattern,
    dates: [Pattern; 2],
    days: Pattern,
    dotted: [Pattern; 2],
    /// What is issued in the countries that the rule knows, once Python has said it.
    issued: RwLock<Option<Pattern>>,
}

#[pymethods]
impl PhoneGroups {
    /// `fewest` is how many digits a value has at least; `words` are the strong, the weak, msisdn, all labels and those of any
    /// country; `shapes` are the patterns of `national.py` in its order.
    #[new]
    fn new(shape: String, fewest: usize, words: Words, shapes: Vec<String>) -> PyResult<Self> {
        let [american, local, bands, fiction, date, day, dotted]: [String; 7] =
            shapes.try_into().map_err(|_| PyValueError::new_err("seven shapes of telephone numbers are needed"))?;
        let (whole, part) = (
            |source: &str| Pattern::whole((source.to_owned(), false, true)),
            |source: &str| Pattern::part((source.to_owned(), false, true)),
        );
        let (strong, weak, msisdn, labelled, named) = words;
        Ok(Self {
            shape: LazyRegex::new(shape),
            fewest,
            strong: Near::new(strong),
            weak: Near::new(weak),
            msisdn: Near::new(msisdn),
            labelled: Near::new(labelled),
            named: Near::new(named),
            american: whole(&american),
            local: whole(&local),
            bands: whole(&bands),
            fiction: whole(&fiction),
            dates: [part(&date), whole(&date)],
            days: part(&day),
            dotted: [part(&dotted), whole(&dotted)],
            issued: RwLock::default(),
        })
    }

    /// Remember the shape of the numbers that are issued in the rule's countries.
    fn learn(&self, shape: String) {
        *self.issued.write().unwrap_or_else(PoisonError::into_inner) = Some(Pattern::whole((shape, false, true)));
    }

    /// See `judged_by_python`.
    #[pyo3(signature = (text, position, count, anchor=None))]
    fn judged(&self, text: &str, position: usize, count: usize, anchor: Option<Span>) -> PyResult<Option<Judged>> {
        judged_by_python(self, text, position, count, anchor)
    }
}

impl Judge for PhoneGroups {
    fn shape(&self) -> Option<&Regex> {
        self.shape.get()
    }

    fn judge(&self, data: &[u8], start: usize, end: usize) -> Verdict {
        if !self.may_be(data, start, end) {
            return Verdict::Nothing;
        }
        let value = &data[start..end];
        // A bracket that nothing closes is a remark's, of which the number is the end.
        let start = start + usize::from(value[0] == b'(' && !value.contains(&b')'));
        if is_followed_by_label(right_of(data, end, LABEL)) {
            return Verdict::Open;
        }
        let is_plain = data[start..end].iter().all(u8::is_ascii_digit);
        if is_plain && self.msisdn.is_near(data, start, end) != Some(false) {
            return Verdict::Open;
        }
        match left_of(data, start, 2) {
            [.., b'+'] | [b'0'..=b'9', b':'] => return Verdict::Nothing,
            [.., last] if is_word(*last) => return Verdict::Nothing,
            _ => {}
        }
        if !data[start..end].contains(&b' ') && is_tied(data, start, end) {
            return Verdict::Nothing;
        }
        let strong = self.strong.is_near(data, start, end);
        let weak = if strong == Some(true) { Some(false) } else { self.weak.is_near(data, start, end) };
        if strong == Some(false) && weak == Some(false) {
            return Verdict::Nothing;
        }
        if (strong.is_none() && weak != Some(true)) || weak.is_none() {
            return Verdict::Open;
        }
        self.first_end(data, start, end)
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

    /// Give the number that ends with a candidate, or before its last groups: a count may follow it.
    fn first_end(&self, data: &[u8], start: usize, mut end: usize) -> Verdict {
        for left_off in 0..=MOST_LEFT_OFF {
            if left_off > 0 {
                let Some(space) = data[start..end].iter().rposition(|&byte| byte == b' ') else { break };
                let value = &data[start..start + space];
                end = start + value.iter().rposition(u8::is_ascii_digit).map_or(0, |last| last + 1);
            }
            match self.is_one(data, start, end) {
                Some(true) => return Verdict::Value(start, end),
                Some(false) => {}
                None => return Verdict::Open,
            }
        }
        Verdict::Nothing
    }

    /// Tell whether `data[start..end]` is a number; None where Python must say it.
    fn is_one(&self, data: &[u8], start: usize, end: usize) -> Option<bool> {
        if is_tied(data, start, end) || matches!(data[end..], [b':', b'0'..=b'9', ..]) {
            return Some(false);
        }
        let value = in_single_gaps(without_extension(&data[start..end]));
        if matches(&self.american, &value)? {
            return Some(true);
        }
        let is_local = matches(&self.local, &value)?;
        let groups = value.split(|byte| !byte.is_ascii_digit()).filter(|group| !group.is_empty()).count();
        let is_labelled = (is_local || groups == 1) && self.labelled.is_near(data, start, end)?;
        if matches(&self.bands, &value)? {
            return Some(false);
        }
        let digits: Vec<u8> = value.iter().copied().filter(u8::is_ascii_digit).collect();
        if is_labelled && is_local {
            return Some(true);
        }
        if self.has_size(&value, digits.len(), groups)? && self.named.is_near(data, start, end)? {
            return Some(true);
        }
        let is_date = matches(&self.dates[1], &value)? || matches(&self.dotted[1], &value)?;
        let is_long = digits.len() >= FEWEST && groups <= MOST_GROUPS && !is_date;
        let may_be_one = is_long && (groups > 1 || (is_labelled && digits.len() >= FEWEST_BARE));
        if may_be_one {
            self.is_issued(&value, &digits)
        } else {
            Some(false)
        }
    }

    /// Tell whether a number may be one in some country, whose word for a telephone stands right before it.
    fn has_size(&self, value: &[u8], digits: usize, groups: usize) -> Option<bool> {
        let fewest = if value.contains(&b'.') { FEWEST_BARE } else { FEWEST_LABELLED };
        if !(fewest..=MOST).contains(&digits) || groups > MOST_GROUPS {
            return Some(false);
        }
        let other = [&self.dates[0], &self.days, &self.dotted[0]];
        for shape in other {
            if matches(shape, value)? {
                return Some(false);
            }
        }
        Some(true)
    }

    fn is_issued(&self, value: &[u8], digits: &[u8]) -> Option<bool> {
        // Without a trunk zero and without groups, only ten digits are told from other numbers.
        if value.iter().all(u8::is_ascii_digit) && value[0] != b'0' && !(9..=11).contains(&value.len()) {
            return Some(false);
        }
        if let Some(national) = digits.strip_prefix(b"0") {
            for code in TRUNK_ZERO {
                if matches(&self.fiction, &[code, national].concat())? {
                    return Some(true);
                }
            }
        }
        let issued = self.issued.read().unwrap_or_else(PoisonError::into_inner);
        issued.as_ref().and_then(|issued| matches(issued, digits))
    }
}

/// Tell whether a text matches; None where this engine doesn't read the shape.
pub fn matches(shape: &Pattern, text: &[u8]) -> Option<bool> {
    shape.is_read().then(|| shape.surely(text))
}

/// Give a number without its extension, ` x12` or ` ext. 12`.
fn without_extension(value: &[u8]) -> &[u8] {
    let Some(at) = value.iter().position(u8::is_ascii_alphabetic) else { return value };
    value[..at].strip_suffix(b" ").unwrap_or(&value[..at])
}

/// Give a number with a single space or sign in each gap: `040 / 123` is `040/123`.
fn in_single_gaps(value: &[u8]) -> Vec<u8> {
    let is_blank = |byte: u8| matches!(byte, b' ' | b'\t');
    let is_sign = |byte: u8| matches!(byte, b'-' | b'/' | b'.');
    let mut out = Vec::with_capacity(value.len());
    let mut at = 0;
    while at < value.len() {
        let blanks = value[at..].iter().take_while(|&&byte| is_blank(byte)).count();
        let sign = value.get(at + blanks).copied().filter(|&byte| is_sign(byte));
        match sign {
            Some(sign) => {
                out.push(sign);
                at += blanks + 1;
                at += value[at..].iter().take_while(|&&byte| is_blank(byte)).count();
            }
            None if blanks > 0 => {
                out.push(b' ');
                at += blanks;
            }
            None => {
                out.push(value[at]);
                at += 1;
            }
        }
    }
    out
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
