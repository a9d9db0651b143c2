//! Payment card numbers. It says what `_validate` in `sealog/detect/rules/payment/credit_card.py` says, of a text in ASCII;
//! in other texts it tells where surely no number has a right check digit. What it leaves open is for that validator.

use pyo3::prelude::*;
use regex_automata::meta::Regex;

use crate::detection::numbers::checks::has_luhn;
use crate::detection::numbers::is_tied;
use crate::detection::numbers::near::{self, Near};
use crate::detection::numbers::verdict::{judged_by_python, Judge, Judged, Span, Verdict};
use crate::detection::structured::beyond_ascii::{is_known_letter, sign_at};
use crate::detection::surroundings::{is_decimal_part, is_glued, is_word, left_of, right_of};
use crate::detection::syntax::LazyRegex;

const GROUP: usize = 4;
const LONG_ROW: usize = 8;
const MOST_ZEROS: usize = 4;
const SURE: usize = 14;
const LONGEST_GROUPED: usize = 16;
const PRIVATE: [usize; 2] = [15, 16];

/// First digits from and to, both inclusive and of one length, and the lengths of whole numbers.
type Brand = (u64, u64, Vec<usize>);

#[pyclass(frozen, module = "sealog._native")]
pub struct Cards {
    shape: LazyRegex,
    /// How many digits stand together where a number is written in groups.
    groupings: Vec<Vec<usize>>,
    brands: Vec<Brand>,
    card: Near,
    words: Near,
}

#[pymethods]
impl Cards {
    /// Beside one of the `words` a short number counts, beside one of `card` one of no known brand.
    #[new]
    fn new(
        shape: String,
        groupings: Vec<Vec<usize>>,
        brands: Vec<Brand>,
        card: near::Source,
        words: near::Source,
    ) -> Self {
        let (card, words) = (Near::new(card), Near::new(words));
        Self { shape: LazyRegex::new(shape), groupings, brands, card, words }
    }

    /// See `judged_by_python`.
    #[pyo3(signature = (text, position, count, anchor=None))]
    fn judged(&self, text: &str, position: usize, count: usize, anchor: Option<Span>) -> PyResult<Option<Judged>> {
        judged_by_python(self, text, position, count, anchor)
    }
}

impl Judge for Cards {
    fn shape(&self) -> Option<&Regex> {
        self.shape.get()
    }

    fn judge(&self, data: &[u8], start: usize, end: usize) -> Verdict {
        let value = &data[start..end];
        if value.iter().any(u8::is_ascii_alphabetic) {
            return Verdict::Open; // a float such as 4.111111111111111e15
        }
        if value.iter().all(u8::is_ascii_digit) {
            return self.one_group(data, start, end);
        }
        self.several_groups(data, start, end)
    }
}

impl Cards {
    /// Tell whether a candidate in `data` may be a value, by the check digit alone.
    pub fn is_in(&self, data: &[u8]) -> bool {
        match self.shape() {
            Some(regex) => regex.find_iter(data).any(|found| self.may_be(&data[found.range()])),
            None => true,
        }
    }

    fn may_be(&self, value: &[u8]) -> bool {
        if value.iter().any(u8::is_ascii_alphabetic) {
            return true;
        }
        let groups: Vec<&[u8]> = value.split(|byte| !byte.is_ascii_digit()).filter(|group| !group.is_empty()).collect();
        if groups.len() == 1 {
            return has_luhn(groups[0]);
        }
        (0..groups.len()).any(|first| {
            self.groupings.iter().any(|grouping| {
                groups.get(first..first + grouping.len()).is_some_and(|groups| {
                    groups.iter().map(|group| group.len()).eq(grouping.iter().copied()) && has_luhn(&groups.concat())
                })
            })
        })
    }

    fn one_group(&self, data: &[u8], start: usize, end: usize) -> Verdict {
        let number = &data[start..end];
        if !has_luhn(number) {
            return Verdict::Nothing;
        }
        let mut is_sure = number.len() >= SURE;
        if is_sure && begins_free(data, start) {
            if let Some(zeros) = zeros(&data[end..]) {
                return if self.is_brand(number) { Verdict::Value(start, end + zeros) } else { Verdict::Nothing };
            }
        }
        if !stands_free(data, start, end) {
            return Verdict::Nothing;
        }
        if !is_sure && !goes_on(data, start, end) && self.is_brand(number) {
            match self.words.is_near(data, start, end) {
                Some(is_near) => is_sure = is_near,
                None => return Verdict::Open,
            }
        }
        if is_sure && self.is_brand(number) {
            return Verdict::Value(start, end);
        }
        // A card of a scheme that the table lacks.
        if !PRIVATE.contains(&number.len()) || !matches!(number[0], b'3'..=b'6') {
            return Verdict::Nothing;
        }
        match self.card.is_near(data, start, end) {
            Some(true) => Verdict::Value(start, end),
            Some(false) => Verdict::Nothing,
            None => Verdict::Open,
        }
    }

    fn several_groups(&self, data: &[u8], start: usize, end: usize) -> Verdict {
        let groups = groups(data, start, end);
        for number in 0..groups.len().saturating_sub(2) {
            for grouping in &self.groupings {
                let Some(row) = groups.get(number..number + grouping.len()) else { continue };
                if !row.iter().map(|(first, last)| last - first).eq(grouping.iter().copied()) {
                    continue;
                }
                let (first, last) = (row[0].0, row[row.len() - 1].1);
                if has_both_separators(&data[first..last]) || !self.is_card(data, first, last) {
                    continue;
                }
                if self.is_of_a_table(data, &groups, number, grouping.len()) {
                    continue;
                }
                if grouping.iter().sum::<usize>() >= LONGEST_GROUPED || !goes_on(data, first, last) {
                    return Verdict::Value(first, last);
                }
            }
        }
        Verdict::Nothing
    }

    /// Tell whether groups stand in a long row of groups of four whose neighbours are not cards either.
    fn is_of_a_table(&self, data: &[u8], groups: &[(usize, usize)], number: usize, count: usize) -> bool {
        if groups.iter().filter(|(first, last)| last - first == GROUP).count() < LONG_ROW {
            return false;
        }
        let before = &groups[number.saturating_sub(count)..number];
        let behind = &groups[number + count..groups.len().min(number + 2 * count)];
        ![before, behind].iter().any(|row| row.len() == count && self.is_card(data, row[0].0, row[count - 1].1))
    }

    fn is_card(&self, data: &[u8], start: usize, end: usize) -> bool {
        let number: Vec<u8> = data[start..end].iter().copied().filter(u8::is_ascii_digit).collect();
        stands_free(data, start, end) && has_luhn(&number) && self.is_brand(&number)
    }

    fn is_brand(&self, number: &[u8]) -> bool {
        is_brand(&self.brands, number)
    }
}

fn is_brand(brands: &[Brand], number: &[u8]) -> bool {
    brands.iter().any(|(first, last, lengths)| {
        let digits = first.ilog10() as usize + 1;
        let begin = number[..digits].iter().fold(0, |value, digit| value * 10 + u64::from(digit - b'0'));
        (*first..=*last).contains(&begin) && lengths.contains(&number.len())
    })
}

fn groups(data: &[u8], start: usize, end: usize) -> Vec<(usize, usize)> {
    let mut groups = Vec::new();
    let mut at = start;
    while at < end {
        let size = data[at..end].iter().take_while(|byte| byte.is_ascii_digit()).count();
        if size > 0 {
            groups.push((at, at + size));
        }
        at += size.max(1);
    }
    groups
}

fn has_both_separators(value: &[u8]) -> bool {
    value.contains(&b' ') && value.contains(&b'-')
}

fn begins_free(data: &[u8], start: usize) -> bool {
    start == 0 || !(is_word(data[start - 1]) || b"-.".contains(&data[start - 1]))
}

/// Give the length of what is left of a card number in a column of floats: `.0`.
fn zeros(right: &[u8]) -> Option<usize> {
    let zeros = right.strip_prefix(b".")?.iter().take_while(|&&byte| byte == b'0').count();
    let behind = 1 + zeros;
    let is_of_number = |sign: char| sign.is_ascii_alphanumeric() || "_.".contains(sign) || is_known_letter(sign);
    let goes_on = sign_at(right, behind).is_some_and(is_of_number);
    ((1..=MOST_ZEROS).contains(&zeros) && !goes_on).then_some(behind)
}

fn stands_free(data: &[u8], start: usize, end: usize) -> bool {
    let has_hyphen_after = matches!(data[end..], [b'-', next, ..] if next.is_ascii_alphanumeric());
    !is_glued(data, start, end)
        && !is_decimal_part(data, start, end)
        && !data[..start].ends_with(b"-")
        && !has_hyphen_after
}

/// Tell whether a group of four or more digits stands right before or behind: then a card is no part of them.
fn goes_on(data: &[u8], start: usize, end: usize) -> bool {
    let is_group = |group: &[u8]| group.len() == GROUP && group.iter().all(u8::is_ascii_digit);
    let is_behind = matches!(data.get(end), Some(b' ' | b'-'))
        && data.get(end + 1..end + 1 + GROUP).is_some_and(is_group)
        && !data.get(end + 1 + GROUP).is_some_and(|byte| byte.is_ascii_digit() || b":.".contains(byte));
    let left = &data[..start];
    let is_before = left.len() > GROUP
        && matches!(left[left.len() - 1], b' ' | b'-')
        && is_group(&left[left.len() - 1 - GROUP..left.len() - 1])
        && !left[..left.len() - 1 - GROUP].last().is_some_and(u8::is_ascii_digit);
    is_behind || is_before
}

/// Numbers whose groups something else than one space or one hyphen separates: what `_validate` in
/// `sealog/detect/rules/payment/spaced_card.py` says.
#[pyclass(frozen, module = "sealog._native")]
pub struct SpacedCards {
    shape: LazyRegex,
    groupings: Vec<Vec<usize>>,
    brands: Vec<Brand>,
    words: Near,
}

#[pymethods]
impl SpacedCards {
    /// One of the `words` must stand near a number in which something else than single dots is between the groups.
    #[new]
    fn new(shape: String, groupings: Vec<Vec<usize>>, brands: Vec<Brand>, words: near::Source) -> Self {
        Self { shape: LazyRegex::new(shape), groupings, brands, words: Near::new(words) }
    }

    /// See `judged_by_python`.
    #[pyo3(signature = (text, position, count, anchor=None))]
    fn judged(&self, text: &str, position: usize, count: usize, anchor: Option<Span>) -> PyResult<Option<Judged>> {
        judged_by_python(self, text, position, count, anchor)
    }
}

impl Judge for SpacedCards {
    fn shape(&self) -> Option<&Regex> {
        self.shape.get()
    }

    fn judge(&self, data: &[u8], start: usize, end: usize) -> Verdict {
        let groups = groups(data, start, end);
        let is_grouped =
            |grouping: &Vec<usize>| groups.iter().map(|(first, last)| last - first).eq(grouping.iter().copied());
        let number: Vec<u8> = data[start..end].iter().copied().filter(u8::is_ascii_digit).collect();
        if !self.groupings.iter().any(is_grouped) || !has_luhn(&number) || !is_brand(&self.brands, &number) {
            return Verdict::Nothing;
        }
        if is_tied(data, start, end) || is_of_row(left_of(data, start, 4), right_of(data, end, 6)) {
            return Verdict::Nothing;
        }
        if groups.windows(2).all(|pair| &data[pair[0].1..pair[1].0] == b".") {
            return Verdict::Value(start, end);
        }
        match self.words.is_near(data, start, end) {
            Some(true) => Verdict::Value(start, end),
            Some(false) => Verdict::Nothing,
            None => Verdict::Open,
        }
    }
}

/// Tell whether digits stand right before a number, or three of them right behind it, with a separator between.
fn is_of_row(left: &[u8], right: &[u8]) -> bool {
    let is_gap = |byte: &&u8| b" \t.-/_".contains(byte);
    let before = left.iter().rev().take(MOST_GAPS).take_while(is_gap).count();
    let behind = right.iter().take(MOST_GAPS).take_while(is_gap).count();
    let is_before = (1..=before).any(|gap| left.len() > gap && left[left.len() - 1 - gap].is_ascii_digit());
    let is_behind =
        (1..=behind).any(|gap| right.get(gap..gap + 3).is_some_and(|group| group.iter().all(u8::is_ascii_digit)));
    is_before || is_behind
}

const MOST_GAPS: usize = 3;
