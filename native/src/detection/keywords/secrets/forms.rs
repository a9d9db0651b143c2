//! Makers' tokens, known by how they begin or by the name beside them: where surely none stands. The twin of
//! `secrets/forms.py`, whose shapes it is given.

use memchr::memmem;

use crate::detection::bytes::{has_any, is_quote, is_word, right_of, run};
use crate::detection::keywords::keyword::Keyword;
use crate::detection::pattern::{Pattern, Source};

/// Characters behind a mark that a token with a lead may take.
const REACH: usize = 400;
/// Characters between the maker's name and a value at most: the rest of the name, an assignment, what opens the value.
const ASSIGNED: usize = 128;
/// Characters of the rest of a name at most.
const LONGEST_NAME: usize = 32;

pub struct Token {
    shape: Pattern,
    lead: usize,
}

impl Token {
    pub fn new((source, ignores_case, is_ascii): Source, lead: usize) -> Self {
        // A search ahead must see every token, whatever ends it; one at a place must end there.
        let ended = if lead > 0 { source } else { format!(r"(?:{source})(?:[^0-9A-Za-z_]|\Z)") };
        Self { shape: Pattern::part((ended, ignores_case, is_ascii)), lead }
    }

    pub fn is_read(&self) -> bool {
        self.shape.is_read()
    }

    /// Tell whether surely no token holds the mark `data[start..]`.
    pub fn is_nothing(&self, data: &[u8], start: usize, cleared: &mut Cleared) -> bool {
        if self.lead == 0 {
            return self.shape.surely_not(&data[start..]);
        }
        let begin = start.saturating_sub(self.lead);
        cleared.is_nowhere(&self.shape, data, begin, start + REACH)
    }
}

/// A part of a text in which a shape surely is nowhere, so that each part is searched about once, however many keywords
/// stand in it.
#[derive(Clone, Copy, Default)]
pub struct Cleared {
    from: usize,
    to: usize,
}

impl Cleared {
    fn is_nowhere(&mut self, shape: &Pattern, data: &[u8], start: usize, end: usize) -> bool {
        let end = end.min(data.len());
        if self.from <= start && end <= self.to {
            return true;
        }
        let ahead = data.len().min(end + (end - start));
        if self.to > 0 && shape.is_nowhere(&data[start..ahead]) {
            *self = Self { from: start, to: ahead };
            return true;
        }
        if shape.is_nowhere(&data[start..end]) {
            *self = Self { from: start, to: end };
            return true;
        }
        false
    }
}

pub struct Named {
    shape: Pattern,
    marks: Vec<Vec<u8>>,
}

impl Named {
    pub fn new(shape: Source, marks: Vec<String>) -> Self {
        Self { shape: Pattern::part(shape), marks: marks.into_iter().map(String::into_bytes).collect() }
    }

    pub fn is_read(&self) -> bool {
        self.shape.is_read()
    }

    /// Tell whether surely no secret stands behind a maker's name that ends at `end`.
    pub fn is_nothing(&self, keyword: &Keyword<'_>, cleared: &mut Cleared) -> bool {
        let Keyword { data, end, .. } = *keyword;
        let Some(longest) = self.shape.longest() else { return false };
        let near = right_of(data, end, ASSIGNED + longest);
        if !self.marks.is_empty() && self.marks.iter().all(|mark| memmem::find(near, mark).is_none()) {
            return true;
        }
        if plain_value(near).is_some_and(|value| keyword.shared.placeholders.is_published(value) || is_words(value)) {
            return true;
        }
        cleared.is_nowhere(&self.shape, data, end, end + ASSIGNED + longest)
    }
}

/// Give the only value that may stand behind a maker's name, where name, sign and value are written in the plainest way:
/// `_api_key = X`, `_key": "X"`.
fn plain_value(near: &[u8]) -> Option<&[u8]> {
    let mut at = run(near, 0, LONGEST_NAME, |byte| is_word(byte) || byte == b'-');
    at += usize::from(has_any(near, at, is_quote));
    at += run(near, at, 4, |byte| byte == b' ');
    if !has_any(near, at, |byte| b"=:".contains(&byte)) {
        return None;
    }
    at += 1;
    at += run(near, at, 4, |byte| byte == b' ');
    at += usize::from(has_any(near, at, is_quote));
    let size = run(near, at, near.len(), |byte| is_word(byte) || b"+/=~-".contains(&byte));
    let is_ended = near.get(at + size).is_none_or(|&next| is_quote(next) || b" ,\n".contains(&next));
    (size > 0 && is_ended).then(|| &near[at..at + size])
}

/// Tell whether a value is `(?:[A-Z]?[a-z]{3,24}){1,12}`, as names in programs are.
fn is_words(value: &[u8]) -> bool {
    let mut small = 0;
    let mut words = 0;
    for (at, &byte) in value.iter().enumerate() {
        match byte {
            b'a'..=b'z' => small += 1,
            b'A'..=b'Z' if at == 0 || (3..=24).contains(&small) => small = 0,
            _ => return false,
        }
        words += usize::from(small == 1);
    }
    (3..=24).contains(&small) && words <= 12
}
