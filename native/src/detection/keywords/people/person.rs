//! Names of people beside the names of their fields. The twin of `keyword_rules/people/person.py`.

use crate::detection::bytes::{characters, has, has_any, is_word};
use crate::detection::keywords::keyword::Keyword;
use crate::detection::keywords::text::assignment::Assignment;
use crate::detection::keywords::verdict::Verdict::{self, Nothing};
use crate::detection::pattern::{Pattern, Source};
use crate::detection::structured::beyond_ascii::{has_odd_sign, is_letter_at};

const LONGEST_NAME: usize = 80;
const MOST_WORDS: usize = 6;
const LONGEST_WORD: usize = 40;

pub struct People {
    name_of_class: Pattern,
}

impl People {
    pub fn new(source: &impl Fn(&str) -> Source) -> Self {
        Self { name_of_class: Pattern::whole(source("name_of_class")) }
    }

    /// Tell which person's name is assigned to the keyword.
    pub fn judge(&self, keyword: &Keyword<'_>) -> Option<Verdict> {
        keyword.if_assigned(|found| {
            if !found.is_plain() {
                return Some(Nothing);
            }
            if !found.is_quoted && keyword.shared.messages.may_begin(keyword.data, found.start) {
                return None;
            }
            self.name_in(keyword, found)
        })
    }

    /// Give the name of a person that is assigned, with letters beyond ASCII that are surely known.
    pub fn name_in(&self, keyword: &Keyword<'_>, found: &Assignment<'_>) -> Option<Verdict> {
        let data = keyword.data;
        let mut stop = found.end;
        if !found.is_quoted {
            for _ in 0..MOST_WORDS {
                match further_word(data, stop)? {
                    Some(end) => stop = end,
                    None => break,
                }
            }
            while stop > found.start && b".,:".contains(&data[stop - 1]) {
                stop -= 1;
            }
        }
        let value = &data[found.start..stop];
        if has_odd_sign(value) {
            return None;
        }
        let is_of_name = |byte: &u8| !byte.is_ascii() || byte.is_ascii_alphabetic() || b" .,'-".contains(byte);
        let is_name = (1..=LONGEST_NAME).contains(&characters(value))
            && (value[0].is_ascii_alphabetic() || !value[0].is_ascii())
            && value.iter().all(is_of_name);
        if !is_name || self.name_of_class.surely(value) {
            return Some(Nothing);
        }
        if !value.is_ascii() {
            // No placeholder has such letters, but a class may.
            return (!value.contains(&b'.')).then_some(Verdict::Value(found.start, stop));
        }
        keyword.unless_placeholder((found.start, stop))
    }
}

/// Give where a name without quotes goes on to: a word that begins with a capital, or with a letter that has no case. The
/// outer None means that Python must say it.
#[allow(clippy::option_option)]
fn further_word(data: &[u8], stop: usize) -> Option<Option<usize>> {
    if !has(data, stop, b" ") {
        return Some(None);
    }
    let first = stop + 1;
    let Some(size) = letter(data, first) else {
        return (!has_any(data, first, |byte| !byte.is_ascii())).then_some(None);
    };
    if std::str::from_utf8(&data[first..first + size]).ok()?.chars().all(char::is_lowercase) {
        return Some(None);
    }
    let mut ends = vec![first + size];
    while ends.len() < LONGEST_WORD {
        let at = ends[ends.len() - 1];
        let size = match data.get(at) {
            Some(&byte) if is_word(byte) || b"'.-".contains(&byte) => 1,
            Some(byte) if !byte.is_ascii() => letter(data, at)?,
            _ => break,
        };
        ends.push(at + size);
    }
    // Only what ends before a sign is a word, not the name of a further value.
    let goes_on = |end: usize| has_any(data, end, |byte| !byte.is_ascii() || is_word(byte) || b"=:".contains(&byte));
    let end = ends.into_iter().rev().find(|&end| !goes_on(end));
    Some(end.filter(|&end| !data[stop..end].iter().any(u8::is_ascii_digit)))
}

/// Give how many bytes the letter at a place has, if surely one stands there.
fn letter(data: &[u8], at: usize) -> Option<usize> {
    match data.get(at)? {
        byte if byte.is_ascii_alphabetic() => Some(1),
        byte if byte.is_ascii() || !is_letter_at(data, at) => None,
        0xc3..=0xdf => Some(2),
        _ => Some(3),
    }
}
