//! Names of people beside the names of their fields. The twin of `keyword_rules/people/person.py`.

use crate::detection::bytes::{has, has_any, is_word, right_of, run};
use crate::detection::keywords::keyword::Keyword;
use crate::detection::keywords::text::assignment::Assignment;
use crate::detection::keywords::verdict::Verdict::{self, Nothing};
use crate::detection::pattern::{Pattern, Source};

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
        keyword.if_assigned(|found| if found.is_plain() { self.name_in(keyword, found) } else { Some(Nothing) })
    }

    fn name_in(&self, keyword: &Keyword<'_>, found: &Assignment<'_>) -> Option<Verdict> {
        let data = keyword.data;
        let mut stop = found.end;
        if !right_of(data, found.start, stop - found.start + MOST_WORDS * (LONGEST_WORD + 1)).is_ascii() {
            return None;
        }
        if !found.is_quoted {
            for _ in 0..MOST_WORDS {
                match further_word(data, stop) {
                    Some(end) => stop = end,
                    None => break,
                }
            }
            while stop > found.start && b".,:".contains(&data[stop - 1]) {
                stop -= 1;
            }
        }
        let value = &data[found.start..stop];
        let is_of_name = |byte: &u8| byte.is_ascii_alphabetic() || b" .,'-".contains(byte);
        let is_name = (1..=LONGEST_NAME).contains(&value.len())
            && value[0].is_ascii_alphabetic()
            && value.iter().all(is_of_name)
            && !self.name_of_class.surely(value);
        if !is_name {
            return Some(Nothing);
        }
        keyword.unless_placeholder((found.start, stop))
    }
}

/// Give where a name without quotes goes on to: a word that begins with a capital.
fn further_word(data: &[u8], stop: usize) -> Option<usize> {
    if !has(data, stop, b" ") || !has_any(data, stop + 1, |byte| byte.is_ascii_uppercase()) {
        return None;
    }
    let size = run(data, stop + 1, LONGEST_WORD, |byte| is_word(byte) || b"'.-".contains(&byte));
    // Only what ends before a sign is a word, not the name of a further value.
    let end = (1..=size)
        .rev()
        .map(|size| stop + 1 + size)
        .find(|&end| !has_any(data, end, |byte| is_word(byte) || matches!(byte, b'=' | b':')))?;
    (!data[stop..end].iter().any(u8::is_ascii_digit)).then_some(end)
}
