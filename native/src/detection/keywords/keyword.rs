//! A keyword in its text, which the rules that it announces judge.

use crate::detection::keywords::messages::Messages;
use crate::detection::keywords::secrets::services::Services;
use crate::detection::keywords::text::assignment::{assignment, Assignment};
use crate::detection::keywords::text::enclosed::{name_and_sign, Enclosing};
use crate::detection::keywords::text::placeholders::Placeholders;
use crate::detection::keywords::verdict::Verdict;
use crate::detection::surroundings;

/// Bytes of a character, at most.
pub const WIDEST: usize = 4;

/// The tables that several rules read.
pub struct Shared {
    pub placeholders: Placeholders,
    pub enclosing: Enclosing,
    pub services: Services,
    pub messages: Messages,
}

/// The keyword `data[start..end]`.
#[derive(Clone, Copy)]
pub struct Keyword<'a> {
    pub data: &'a [u8],
    pub start: usize,
    pub end: usize,
    pub shared: &'a Shared,
}

impl<'a> Keyword<'a> {
    /// Give the keyword as it is written.
    pub fn written(&self) -> &'a [u8] {
        &self.data[self.start..self.end]
    }

    /// Tell whether the keyword is a word in small letters.
    pub fn is(&self, word: &[u8]) -> bool {
        self.written().eq_ignore_ascii_case(word)
    }

    /// Tell whether the keyword ends with a word in small letters.
    pub fn ends_with(&self, word: &[u8]) -> bool {
        let (written, size) = (self.written(), word.len());
        written.len() >= size && written[written.len() - size..].eq_ignore_ascii_case(word)
    }

    /// Tell whether the keyword is one of several words in small letters.
    pub fn is_in(&self, words: &[&[u8]]) -> bool {
        words.iter().any(|word| self.is(word))
    }

    /// Give the byte before the keyword.
    pub fn byte_before(&self) -> Option<u8> {
        self.data[..self.start].last().copied()
    }

    /// Give up to `reach` bytes before the keyword, of its own text.
    pub fn left(&self, reach: usize) -> &'a [u8] {
        surroundings::left_of(self.data, self.start, reach)
    }

    /// Tell whether the keyword begins a word.
    pub fn begins_word(&self) -> bool {
        surroundings::begins_word(self.data, self.start)
    }

    /// Judge the value that is assigned to the keyword: nothing where none is, or where a function looks it up. Python must
    /// say where it may stand in a type or in quotes of one language.
    pub fn if_assigned(&self, judge: impl FnOnce(&Assignment<'a>) -> Option<Verdict>) -> Option<Verdict> {
        let found = assignment(self.data, self.start, self.end);
        let is_quoted = found.as_ref().is_some_and(|found| found.is_quoted);
        let named = || name_and_sign(self.data, self.end);
        let is_looked_up = !is_quoted && self.shared.enclosing.is_looked_up(self.data, named().as_ref())?;
        found.filter(|_| !is_looked_up).map_or(Some(Verdict::Nothing), |found| judge(&found))
    }

    /// Give a value, or nothing if it stands for another one.
    pub fn unless_placeholder(&self, (start, end): (usize, usize)) -> Option<Verdict> {
        let stands = self.shared.placeholders.stands_for_another(&self.data[start..end], false)?;
        Some(Verdict::of(!stands, (start, end)))
    }
}
