//! Makers' tokens, known by how they begin or by the name beside them: where surely none stands. The twin of
//! `secrets/forms.py`, whose shapes it is given.

use memchr::memmem;

use crate::detection::bytes::right_of;
use crate::detection::pattern::{Pattern, Source};

/// Characters behind a mark that a token with a lead may take.
const REACH: usize = 400;
/// Characters between the maker's name and a value at most: the rest of the name, an assignment, what opens the value.
const ASSIGNED: usize = 128;

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
    pub fn is_nothing(&self, data: &[u8], end: usize, cleared: &mut Cleared) -> bool {
        let Some(longest) = self.shape.longest() else { return false };
        let near = right_of(data, end, ASSIGNED + longest);
        if !self.marks.is_empty() && self.marks.iter().all(|mark| memmem::find(near, mark).is_none()) {
            return true;
        }
        cleared.is_nowhere(&self.shape, data, end, end + ASSIGNED + longest)
    }
}
