//! The readings of a text: what it says without escapes, encodings, colours and look-alike characters. It does what
//! `sealog.detect.unescape` does, which says why; every rule here stands there too.

mod escapes;
mod finder;
pub mod merge;

use std::collections::HashMap;

use memchr::memchr_iter;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyString};

use crate::detection::decode::finder::{bare_colour, Finder};
use crate::detection::overlaps::Ranked;
use crate::detection::signs::Signs;
use crate::panic_guard::calmly;

const ROUNDS: usize = 6;
const BLOCK: u32 = 6;

/// What tells and undoes escapes; it holds the tables of look-alikes and of character references.
#[pyclass(frozen, module = "sealog._native")]
pub struct Decoder {
    folds: HashMap<char, Vec<char>>,
    ignored: Vec<(u32, u32)>,
    /// Which blocks of 64 code points hold a look-alike or an ignored character.
    blocks: Vec<bool>,
    names: HashMap<String, char>,
}

/// A decoded text, and where each of its characters begins and ends in the original, in code points.
pub struct Reading {
    pub text: String,
    chars: Vec<char>,
    places: Vec<u32>,
    ends: Vec<u32>,
}

/// What characters from `start` to `end` stand for.
struct Piece {
    plain: Vec<char>,
    start: usize,
    end: usize,
}

struct Decoded {
    chars: Vec<char>,
    places: Vec<u32>,
    ends: Vec<u32>,
}

/// Its text, the places of its characters, and their ends: numbers of 32 bits in the machine's order.
type Parts<'py> = (String, Bound<'py, PyBytes>, Bound<'py, PyBytes>);

#[pymethods]
impl Decoder {
    #[new]
    fn new(folds: HashMap<char, String>, ignored: Vec<(u32, u32)>, names: HashMap<String, char>) -> Self {
        let mut blocks = vec![false; (0x11_0000 >> BLOCK) as usize];
        for &char in folds.keys() {
            blocks[(u32::from(char) >> BLOCK) as usize] = true;
        }
        for &(first, last) in &ignored {
            for block in first >> BLOCK..=last >> BLOCK {
                blocks[block as usize] = true;
            }
        }
        let folds = folds.into_iter().map(|(char, plain)| (char, plain.chars().collect())).collect();
        Self { folds, ignored, blocks, names }
    }

    /// Give text, places and ends of each reading that differs from the text.
    fn readings<'py>(&self, py: Python<'py>, text: &Bound<'py, PyString>) -> PyResult<Vec<Parts<'py>>> {
        calmly(|| {
            let readings = self.read(text.to_str()?).into_iter();
            Ok(readings.map(|each| (each.text, numbers(py, &each.places), numbers(py, &each.ends))).collect())
        })
    }

    /// Give the findings in a text and in each of its readings, in no order; None where Python must join them.
    fn merge(
        &self,
        text: &Bound<'_, PyString>,
        written: Vec<Ranked>,
        read: Vec<Vec<Ranked>>,
        first_unshaped: usize,
    ) -> PyResult<Option<Vec<Ranked>>> {
        calmly(|| {
            let text = text.to_str()?;
            Ok(merge::merged(text, written, self.read(text).into_iter().zip(read).collect(), first_unshaped))
        })
    }

    /// Give one value with all its escapes undone, or None where it has none.
    fn plain(&self, value: &Bound<'_, PyString>) -> PyResult<Option<String>> {
        calmly(|| {
            let value = value.to_str()?;
            if !self.may_hold_escape(value) {
                return Ok(None);
            }
            Ok(self.undone(&value.chars().collect::<Vec<_>>(), false).0.map(|decoded| decoded.chars.iter().collect()))
        })
    }

    /// Tell whether a text may hold an escape.
    fn may_hold(&self, text: &Bound<'_, PyString>) -> PyResult<bool> {
        calmly(|| Ok(self.may_hold_escape(text.to_str()?)))
    }
}

impl Decoder {
    pub fn may_hold_escape(&self, text: &str) -> bool {
        self.may_be_escaped(text, Signs::of(text.as_bytes()))
    }

    /// Tell whether a text that holds these signs may hold an escape.
    pub fn may_be_escaped(&self, text: &str, signs: Signs) -> bool {
        let data = text.as_bytes();
        signs.has_escape()
            || (signs.has_bracket() && memchr_iter(b'[', data).any(|at| bare_colour(data, at).is_some()))
            || (!signs.is_ascii() && text.chars().any(|char| self.is_sign(char)))
    }

    fn is_sign(&self, char: char) -> bool {
        matches!(char, '\u{9b}' | '\u{9d}' | '\u{241b}') || self.odd(char).is_some()
    }

    /// Give what a look-alike stands for, which is empty for an invisible character; None for other characters.
    fn odd(&self, char: char) -> Option<&[char]> {
        let code = u32::from(char);
        if char.is_ascii() || !self.blocks[(code >> BLOCK) as usize] {
            return None;
        }
        if self.ignored.iter().any(|&(first, last)| (first..=last).contains(&code)) {
            return Some(&[]);
        }
        self.folds.get(&char).map(Vec::as_slice)
    }

    pub fn read(&self, text: &str) -> Vec<Reading> {
        if !self.may_hold_escape(text) {
            return Vec::new();
        }
        let chars: Vec<char> = text.chars().collect();
        let (joined, is_doubtful) = self.undone(&chars, false);
        let apart = if is_doubtful { self.undone(&chars, true).0 } else { None };
        let read = apart.as_ref().or(joined.as_ref()).map_or(&chars[..], |decoded| &decoded.chars);
        let spaced = with_spaces(read);
        let second = match (spaced, apart) {
            (Some(spaced), Some(apart)) => Some(Decoded { chars: spaced, ..apart }),
            (Some(spaced), None) => Some(match &joined {
                Some(joined) => Decoded { chars: spaced, places: joined.places.clone(), ends: joined.ends.clone() },
                None => identity(spaced),
            }),
            (None, apart) => apart,
        };
        joined.into_iter().chain(second).map(Decoded::finished).collect()
    }

    fn undone(&self, chars: &[char], apart: bool) -> (Option<Decoded>, bool) {
        let mut reading: Option<Decoded> = None;
        let mut is_doubtful = false;
        for _ in 0..ROUNDS {
            let current = reading.as_ref().map_or(chars, |decoded| &decoded.chars);
            let mut finder = Finder { decoder: self, chars: current, apart, is_doubtful: false, pieces: Vec::new() };
            finder.run();
            is_doubtful |= finder.is_doubtful;
            let pieces = finder.pieces;
            if pieces.is_empty() {
                break;
            }
            reading = Some(reading.unwrap_or_else(|| identity(chars.to_vec())).with(&pieces));
        }
        (reading, is_doubtful)
    }
}

fn numbers<'py>(py: Python<'py>, numbers: &[u32]) -> Bound<'py, PyBytes> {
    PyBytes::new(py, &numbers.iter().flat_map(|number| number.to_ne_bytes()).collect::<Vec<_>>())
}

fn identity(chars: Vec<char>) -> Decoded {
    let size = chars.len() as u32;
    Decoded { chars, places: (0..=size).collect(), ends: (1..=size).collect() }
}

impl Decoded {
    fn with(self, pieces: &[Piece]) -> Self {
        let mut chars = Vec::with_capacity(self.chars.len());
        let mut places = Vec::with_capacity(self.places.len());
        let mut ends = Vec::with_capacity(self.ends.len());
        let mut position = 0;
        let mut cuts_escape = false;
        for piece in pieces {
            cuts_escape |= self.is_shared(piece.start) || self.is_shared(piece.end);
            chars.extend_from_slice(&self.chars[position..piece.start]);
            places.extend_from_slice(&self.places[position..piece.start]);
            ends.extend_from_slice(&self.ends[position..piece.start]);
            for &char in &piece.plain {
                chars.push(char);
                places.push(self.places[piece.start]);
                ends.push(self.ends[piece.end - 1]);
            }
            position = piece.end;
        }
        chars.extend_from_slice(&self.chars[position..]);
        places.extend_from_slice(&self.places[position..]);
        ends.extend_from_slice(&self.ends[position..]);
        if cuts_escape {
            join_overlapping(&mut places, &mut ends);
        }
        Self { chars, places, ends }
    }

    /// Tell whether the characters before and behind a place stand for one character of the original.
    fn is_shared(&self, at: usize) -> bool {
        at > 0 && at < self.ends.len() && self.places[at - 1] == self.places[at]
    }

    fn finished(self) -> Reading {
        Reading { text: self.chars.iter().collect(), chars: self.chars, places: self.places, ends: self.ends }
    }
}

/// Give characters that stand for parts of one piece of the original the whole piece.
fn join_overlapping(places: &mut [u32], ends: &mut [u32]) {
    let mut first = 0;
    for at in 1..=ends.len() {
        if at < ends.len() && places[at] < ends[at - 1] {
            ends[at] = ends[at].max(ends[at - 1]);
            continue;
        }
        let (place, end) = (places[first], ends[at - 1]);
        places[first..at].fill(place);
        ends[first..at].fill(end);
        first = at;
    }
}

/// Give a text whose forms have spaces for `+`, and `_` in the names of fields, or None where it has none.
fn with_spaces(chars: &[char]) -> Option<Vec<char>> {
    if !chars.contains(&'=') {
        return None;
    }
    let mut spaced: Option<Vec<char>> = None;
    let mut at = 0;
    while at < chars.len() {
        if !matches!(chars[at], '=' | '?' | '&') {
            at += 1;
            continue;
        }
        let blank = if chars[at] == '=' { ' ' } else { '_' };
        at += if chars.get(at + 1) == Some(&'+') { 2 } else { 1 };
        while at < chars.len() && is_of_field(chars[at]) {
            if chars[at] == '+' {
                spaced.get_or_insert_with(|| chars.to_vec())[at] = blank;
            }
            at += 1;
        }
    }
    spaced
}

fn is_of_field(char: char) -> bool {
    char > '\x1f' && !char.is_whitespace() && !matches!(char, '"' | '\'' | '<' | '>' | '&' | ';' | '=' | '\\')
}
