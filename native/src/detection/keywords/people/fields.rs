//! Values in fields with a name of the lexicon: the twin of `rules/by_key/fields.py`. It judges texts whose letters beyond
//! ASCII it surely knows, and leaves the others to Python.

use std::collections::HashSet;

use crate::detection::bytes::{characters, is_word, right_of, run};
use crate::detection::keywords::judge::Searched;
use crate::detection::keywords::keyword::{Keyword, WIDEST};
use crate::detection::keywords::people::field_names::{entity_of, name_around};
use crate::detection::keywords::people::location::Locations;
use crate::detection::keywords::people::person::People;
use crate::detection::keywords::text::assignment::Assignment;
use crate::detection::keywords::text::placeholders::Placeholders;
use crate::detection::keywords::verdict::{
    any,
    Verdict::{self, Nothing, Value},
};
use crate::detection::pattern::{Pattern, Source};
use crate::detection::structured::beyond_ascii::{ends_number, has_odd_sign, has_unknown_sign, is_letter_at};

const LONGEST: usize = 160;
const LONGEST_STATUS: usize = 24;
const LONGEST_DATE: usize = 40;
const LONGEST_FILE: usize = 80;
const MOST_DIGITS: usize = 15;
const FEWEST_DIGITS: usize = 6;
/// Bytes behind the begin of a date or a number that are looked at.
const REACH: usize = 64;

/// What the fields of a rule hold.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Field {
    Person,
    Location,
    Birth,
    Phone,
}

impl Field {
    pub fn new(entity: &str) -> Option<Self> {
        match entity {
            "person" => Some(Self::Person),
            "location" => Some(Self::Location),
            "date_of_birth" => Some(Self::Birth),
            "phone_number" => Some(Self::Phone),
            _ => None,
        }
    }
}

pub struct Fields {
    calendar: Pattern,
    statuses: HashSet<String>,
    things: Vec<String>,
    /// The words without their letters beyond ASCII: one that looks so may be a status, with other accents.
    skeletons: HashSet<String>,
}

impl Fields {
    pub fn new(words: &impl Fn(&str) -> Vec<String>, source: &impl Fn(&str) -> Source) -> Self {
        let statuses: HashSet<String> = words("statuses").into_iter().chain(words("statuses_beyond_ascii")).collect();
        let skeletons = statuses.iter().map(|word| skeleton(word)).filter(|word| !word.is_empty()).collect();
        Self { calendar: Pattern::part(source("calendar")), statuses, things: words("things"), skeletons }
    }

    /// Tell which value is assigned to the field whose name begins with the keyword.
    pub fn judge(
        &self,
        field: Field,
        people: &People,
        locations: &Locations,
        keyword: &Keyword<'_>,
        searched: &mut Searched<'_>,
    ) -> Option<Verdict> {
        let Keyword { data, start, mut end, .. } = *keyword;
        let before = keyword.byte_before();
        if data[start].is_ascii() {
            let is_begin = before.is_none_or(|left| {
                !left.is_ascii_alphabetic() || (left.is_ascii_lowercase() && data[start].is_ascii_uppercase())
            });
            if !is_begin {
                return Some(Nothing);
            }
            while end > start && b"=:\"'>\\ ".contains(&data[end - 1]) {
                end -= 1;
            }
        } else if before.is_some_and(|byte| !byte.is_ascii()) && !(0xe3..0xea).contains(&data[start]) {
            return None; // the word may begin within another one, except where no spaces are
        }
        let (begin, stop) = name_around(data, start, end)?;
        let name = Keyword { end: stop, ..*keyword };
        name.if_assigned(|found| {
            if !found.is_plain() || found.end - found.start > WIDEST * LONGEST {
                return Some(Nothing);
            }
            let value = found.value();
            if value.len() > LONGEST {
                return None;
            }
            let is_odd = if field == Field::Phone { has_unknown_sign(value) } else { has_odd_sign(value) };
            if is_odd {
                return None;
            }
            let verdict = match field {
                Field::Person if is_file(value) => Nothing,
                Field::Person => match people.name_in(&name, found)? {
                    Value(begin, stop) if self.is_thing(&data[begin..stop]) => Nothing,
                    verdict => verdict,
                },
                Field::Location => locations.address_in(data, found)?,
                Field::Birth => birth(data, found)?,
                Field::Phone => self.phone(data, found)?,
            };
            if verdict == Nothing {
                return Some(Nothing);
            }
            // Where the name is longer than the keyword, its other words count too.
            if (begin, stop) != (start, end) {
                let name = std::str::from_utf8(&data[begin..stop]).ok()?.to_lowercase();
                let Some(entity) = entity_of(&name) else {
                    searched.note(name);
                    return None;
                };
                if entity != Some(field) {
                    return Some(Nothing);
                }
            }
            if !found.is_quoted && keyword.shared.messages.may_begin(data, found.start) {
                return None;
            }
            let is_none = any([stands_for_another(&keyword.shared.placeholders, value), self.is_status(value)])?;
            Some(if is_none { Nothing } else { verdict })
        })
    }

    /// Tell whether a value is a form's word about the value; None where it may be one with other accents.
    fn is_status(&self, value: &[u8]) -> Option<bool> {
        let text = std::str::from_utf8(value).ok()?;
        if text.chars().count() > LONGEST_STATUS {
            return Some(false);
        }
        let said = text.trim_matches([' ', '.', '!', '?', '。', '！', '？', '…']).to_lowercase();
        if self.statuses.contains(&said) {
            return Some(true);
        }
        (said.is_ascii() || !self.skeletons.contains(&skeleton(&said))).then_some(false)
    }

    /// Tell whether a value is the name of a program or machine.
    fn is_thing(&self, value: &[u8]) -> bool {
        std::str::from_utf8(value).is_ok_and(|value| {
            let said = value.to_lowercase();
            self.things.iter().any(|thing| said.ends_with(thing.as_str()))
        })
    }

    fn phone(&self, data: &[u8], found: &Assignment<'_>) -> Option<Verdict> {
        let start = found.start;
        let mut at = start;
        at += usize::from(data.get(at) == Some(&b'('));
        at += usize::from(data.get(at) == Some(&b'+'));
        let mut count = 0;
        let mut stop = start;
        while count < MOST_DIGITS {
            let gap = if count == 0 { 0 } else { run(data, at, 3, |byte| b" ().-/".contains(&byte)) };
            match data.get(at + gap) {
                Some(byte) if byte.is_ascii_digit() => {
                    at += gap + 1;
                    count += 1;
                    stop = at;
                }
                Some(byte) if !byte.is_ascii() && !ends_number(data, at + gap) => return None,
                _ => break,
            }
        }
        let is_other = self.calendar.surely(right_of(data, start, REACH));
        if count < FEWEST_DIGITS || is_other || (found.is_quoted && stop > found.end) {
            return Some(Nothing);
        }
        match data.get(stop) {
            Some(byte) if is_word(*byte) => Some(Nothing),
            Some(byte) if !byte.is_ascii() && is_letter_at(data, stop) => Some(Nothing),
            Some(byte) if !byte.is_ascii() && !ends_number(data, stop) => None,
            _ => Some(Verdict::Value(start, stop)),
        }
    }
}

fn skeleton(word: &str) -> String {
    word.chars().filter(char::is_ascii_alphabetic).collect()
}

/// Tell whether a value stands for another; one with letters beyond ASCII that is written plainly surely doesn't.
fn stands_for_another(placeholders: &Placeholders, value: &[u8]) -> Option<bool> {
    let is_plain = |byte: &u8| !byte.is_ascii() || byte.is_ascii_alphanumeric() || b" .,'-/()+".contains(byte);
    if !value.is_ascii() && value.iter().all(is_plain) && value[0] != b'(' {
        return Some(false);
    }
    placeholders.stands_for_another(value, false)
}

/// Tell whether a value is the name of a file: `[^\s]{1,80}\.[a-z][a-z0-9]{1,3}`.
fn is_file(value: &[u8]) -> bool {
    let Some(dot) = value.iter().rposition(|&byte| byte == b'.') else { return false };
    let ending = &value[dot + 1..];
    (1..=LONGEST_FILE).contains(&characters(&value[..dot]))
        && (2..=4).contains(&ending.len())
        && ending[0].is_ascii_lowercase()
        && ending.iter().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
        && !value.iter().any(|byte| byte.is_ascii_whitespace() || (0x1c..=0x1f).contains(byte) || *byte == 0x0b)
}

/// Give the date of a birth: in quotes anything with a digit, else digits, or a day, the name of a month and a year.
fn birth(data: &[u8], found: &Assignment<'_>) -> Option<Verdict> {
    let value = &data[found.start..found.end];
    if found.is_quoted {
        let is_date = value.iter().any(u8::is_ascii_digit) && characters(value) <= LONGEST_DATE;
        return Some(Verdict::of(is_date, (found.start, found.end)));
    }
    let start = found.start;
    if !right_of(data, start, REACH).is_ascii() {
        return None;
    }
    let is_digit = |byte: u8| byte.is_ascii_digit();
    let digits = run(data, start, 1, is_digit);
    if digits == 0 {
        return Some(Nothing);
    }
    let further = run(data, start + 1, 12, |byte| byte.is_ascii_digit() || b"./-".contains(&byte));
    if further >= 3 {
        let stop = start + 1 + further;
        let has_month = is_digit(data[stop - 1]) || data[stop - 1] == b'.';
        let stop = if has_month { month(data, stop).unwrap_or(stop) } else { stop };
        return Some(Verdict::Value(start, stop));
    }
    let days = run(data, start, 2, is_digit);
    let stop = (1..=days).rev().find_map(|size| {
        let at = start + size;
        let dotted = at + usize::from(data.get(at) == Some(&b'.'));
        month(data, dotted)
    });
    Some(stop.map_or(Nothing, |stop| Verdict::Value(start, stop)))
}

/// Give where ` MONTH 1987` ends: `[ ][^\W\d_]{2,12}\.?[ ]\d{4}`.
fn month(data: &[u8], at: usize) -> Option<usize> {
    let letters = at + 1;
    let size = run(data, letters, 13, |byte| byte.is_ascii_alphabetic());
    let mut end = letters + size;
    end += usize::from(data.get(end) == Some(&b'.'));
    let is_month = data.get(at) == Some(&b' ') && (2..=12).contains(&size) && data.get(end) == Some(&b' ');
    (is_month && run(data, end + 1, 4, |byte| byte.is_ascii_digit()) == 4).then_some(end + 5)
}
