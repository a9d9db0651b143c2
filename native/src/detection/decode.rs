//! The readings of a text: what it says without escapes, encodings, colours and look-alike characters. It does what
//! `sealog.detect.unescape` does, which says why; every rule here stands there too.

use std::collections::HashMap;

use memchr::memchr_iter;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyString};

use crate::detection::signs::Signs;
use crate::panic_guard::calmly;

const ROUNDS: usize = 6;
const BLOCK: u32 = 6;
const SEPARATOR: char = '\x1e';
const ESC: char = '\x1b';
const ESC_NAMES: [&str; 4] = ["<ESC>", "<0x1b>", "<0x1B>", "ESC"];
const LONGEST_QUOTE: usize = 3;
const MOST_PARAMETERS: usize = 32;

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

    /// Give what a look-alike stands for: nothing, if nobody sees it. None: it is no look-alike.
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
        for piece in pieces {
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
        Self { chars, places, ends }
    }

    fn finished(self) -> Reading {
        Reading { text: self.chars.iter().collect(), places: self.places, ends: self.ends }
    }
}

/// Give a text whose forms have spaces for `+`, or None where it has none.
fn with_spaces(chars: &[char]) -> Option<Vec<char>> {
    let mut spaced: Option<Vec<char>> = None;
    let mut at = 0;
    while at < chars.len() {
        if chars[at] != '=' {
            at += 1;
            continue;
        }
        at += if chars.get(at + 1) == Some(&'+') { 2 } else { 1 };
        while at < chars.len() && is_of_field(chars[at]) {
            if chars[at] == '+' {
                spaced.get_or_insert_with(|| chars.to_vec())[at] = ' ';
            }
            at += 1;
        }
    }
    spaced
}

fn is_of_field(char: char) -> bool {
    char > '\x1f' && !char.is_whitespace() && !matches!(char, '"' | '\'' | '<' | '>' | '&' | ';' | '=' | '\\')
}

/// Give where `\[[0-9]{1,3}(?:;[0-9]{1,3}){0,9}m` ends that begins at `at`: a colour whose ESC was taken out.
fn bare_colour<T: Copy + Into<u32>>(text: &[T], at: usize) -> Option<usize> {
    let get = |at: usize| text.get(at).map_or(0, |&unit| unit.into());
    let mut at = at;
    for _ in 0..10 {
        let digits = (1..=3).take_while(|&digit| (0x30..=0x39).contains(&get(at + digit))).count();
        at += 1 + digits;
        match (digits, get(at)) {
            (0, _) => return None,
            (_, 0x6D) => return Some(at + 1),
            (_, 0x3B) => {}
            _ => return None,
        }
    }
    None
}

/// Finds the escapes of one text, once.
struct Finder<'a> {
    decoder: &'a Decoder,
    chars: &'a [char],
    apart: bool,
    is_doubtful: bool,
    pieces: Vec<Piece>,
}

impl Finder<'_> {
    fn run(&mut self) {
        let mut at = 0;
        while at < self.chars.len() {
            at = match self.chars[at] {
                '\\' => self.behind_backslashes(at),
                '%' => self.percent(at),
                '&' => self.reference(at),
                ESC | '\u{9b}' | '\u{9d}' => self.sequence(at),
                '\u{241b}' => self.add(&[ESC], at, at + 1),
                '^' if self.get(at + 1) == Some('[') && self.opens(at + 2) => self.add(&[ESC], at, at + 2),
                '#' => self.syslog(at),
                '[' => self.bare(at),
                char if !char.is_ascii() => match self.decoder.odd(char) {
                    Some(plain) => self.add(plain, at, at + 1),
                    None => at + 1,
                },
                _ => at + 1,
            };
        }
    }

    fn get(&self, at: usize) -> Option<char> {
        self.chars.get(at).copied()
    }

    fn is(&self, at: usize, of: impl Fn(char) -> bool) -> bool {
        self.get(at).is_some_and(of)
    }

    fn opens(&self, at: usize) -> bool {
        matches!(self.get(at), Some('[' | ']'))
    }

    fn add(&mut self, plain: &[char], start: usize, end: usize) -> usize {
        self.pieces.push(Piece { plain: plain.to_vec(), start, end });
        end
    }

    /// Add a character of that code, if there is one; what was read ends at `end`.
    fn add_code(&mut self, code: u32, start: usize, end: usize) -> usize {
        let Some(char) = char::from_u32(code) else { return end };
        let is_letter = |at: usize| self.is(at, |char| char.is_ascii_alphanumeric());
        match char {
            '\\' | '"' => self.add(&['\\', char], start, end),
            '\'' if start > 0 && is_letter(start - 1) && is_letter(end) => self.add(&['\''], start, end),
            '\'' => self.add(&['\\', '\''], start, end),
            SEPARATOR => self.add(&['\x1f'], start, end),
            _ => self.add(&[char], start, end),
        }
    }

    /// Give the number that the digits from `start` to `end` write, if they are all there.
    fn number(&self, start: usize, end: usize, base: u32) -> Option<u32> {
        let digits = self.chars.get(start..end).filter(|digits| !digits.is_empty())?;
        digits.iter().try_fold(0_u32, |value, digit| Some(value.wrapping_mul(base) + digit.to_digit(base)?))
    }

    fn many(&self, at: usize, most: usize, of: impl Fn(char) -> bool) -> usize {
        self.chars[at.min(self.chars.len())..].iter().take(most).take_while(|&&char| of(char)).count()
    }

    fn sequence(&mut self, at: usize) -> usize {
        let (end, is_link) = match (self.chars[at], self.get(at + 1)) {
            ('\u{9b}', _) => (self.final_of(at + 1), false),
            ('\u{9d}', _) => (Some(self.link(at + 1)), true),
            (_, Some('[')) => (self.final_of(at + 2), false),
            (_, Some(']')) => (Some(self.link(at + 2)), true),
            (_, Some('(' | ')' | '*' | '+'))
                if self.is(at + 2, |char| char.is_ascii_alphanumeric() || "<>=".contains(char)) =>
            {
                (Some(at + 3), false)
            }
            (_, Some(next)) if "78=>cDEHMNOPXZ\\^_".contains(next) => (Some(at + 2), false),
            _ => (None, false),
        };
        let Some(end) = end else { return at + 1 };
        self.is_doubtful |= !is_link;
        self.add(if is_link || self.apart { &['\n'] } else { &[] }, at, end)
    }

    fn bare(&mut self, at: usize) -> usize {
        let Some(end) = bare_colour(self.chars, at) else { return at + 1 };
        let last = self.pieces.last().map_or(0, |piece| piece.end);
        let named = ESC_NAMES.iter().find(|name| {
            let start = at.checked_sub(name.len()).filter(|&start| start >= last);
            start.is_some_and(|start| self.chars[start..at].iter().copied().eq(name.chars()))
        });
        let start = at - named.map_or(0, |name| name.len());
        // An ESC before it that is spelled belongs to it, and is read first.
        if last > 0 && last == start {
            return end;
        }
        self.is_doubtful = true;
        self.add(if self.apart { &['\n'] } else { &[] }, start, end)
    }

    /// Give where a control sequence ends whose parameters begin at `at`.
    fn final_of(&self, at: usize) -> Option<usize> {
        let at = at + self.many(at, MOST_PARAMETERS, |char| ('0'..='?').contains(&char));
        let is_final = |char: char| ('@'..='~').contains(&char);
        match self.get(at)? {
            char if is_final(char) => Some(at + 1),
            '!' | '"' | '$' | '\'' if self.is(at + 1, is_final) => Some(at + 2),
            ' ' if self.get(at + 1) == Some('q') => Some(at + 2),
            _ => None,
        }
    }

    fn link(&self, at: usize) -> usize {
        let at = at + self.many(at, 4, |char| char.is_ascii_digit());
        at + self.many(at, 2, |char| char == ';')
    }

    fn syslog(&mut self, at: usize) -> usize {
        let is_code = self.get(at + 1) == Some('0')
            && self.is(at + 2, |char| ('0'..='3').contains(&char))
            && self.is(at + 3, |char| char.is_digit(8));
        match self.number(at + 2, at + 4, 8) {
            Some(code) if is_code => self.add_code(code, at, at + 4),
            _ => at + 1,
        }
    }

    fn percent(&mut self, at: usize) -> usize {
        let mut atoms = Vec::new();
        let mut end = at;
        while self.get(end) == Some('%') {
            let Some(byte) = self.number(end + 1, end + 3, 16) else { break };
            atoms.push((byte as u8, end, end + 3));
            end += 3;
        }
        if !atoms.is_empty() {
            self.add_bytes(&atoms);
            return end;
        }
        match self.number(at + 2, at + 6, 16) {
            Some(code) if self.get(at + 1) == Some('u') => self.add_code(code, at, at + 6),
            _ => at + 1,
        }
    }

    /// Read bytes as UTF-8, those that are no UTF-8 as Latin-1.
    fn add_bytes(&mut self, atoms: &[(u8, usize, usize)]) {
        let mut at = 0;
        while at < atoms.len() {
            let (byte, start, end) = atoms[at];
            let size = match byte {
                0xC2..=0xDF => 2,
                0xE0..=0xEF => 3,
                0xF0..=0xF4 => 4,
                _ => 1,
            };
            if let Some(piece) = atoms.get(at..at + size).filter(|_| size > 1) {
                let bytes: Vec<u8> = piece.iter().map(|&(byte, _, _)| byte).collect();
                if let Some(char) = std::str::from_utf8(&bytes).ok().and_then(|text| text.chars().next()) {
                    self.add_code(u32::from(char), start, piece[size - 1].2);
                    at += size;
                    continue;
                }
            }
            if matches!(byte, 0..=0x7F | 0x9B | 0x9D | 0xA0..) {
                self.add_code(u32::from(byte), start, end);
            }
            at += 1;
        }
    }

    fn reference(&mut self, at: usize) -> usize {
        if self.get(at + 1) != Some('#') {
            let end = at + 1 + self.many(at + 1, 21, |char| char.is_ascii_alphabetic());
            if self.get(end) != Some(';') {
                return at + 1;
            }
            let name: String = self.chars[at + 1..end].iter().collect();
            return match self.decoder.names.get(&name) {
                Some(&char) => self.add_code(u32::from(char), at, end + 1),
                None => end + 1,
            };
        }
        if matches!(self.get(at + 2), Some('x' | 'X')) {
            let end = at + 3 + self.many(at + 3, 6, |char| char.is_ascii_hexdigit());
            return match self.number(at + 3, end, 16) {
                Some(code) if self.get(end) == Some(';') => self.add_code(code, at, end + 1),
                _ => at + 1,
            };
        }
        let end = at + 2 + self.many(at + 2, 7, |char| char.is_ascii_digit());
        match self.number(at + 2, end, 10) {
            Some(code) => self.add_code(code, at, end + usize::from(self.get(end) == Some(';'))),
            None => at + 1,
        }
    }

    fn behind_backslashes(&mut self, at: usize) -> usize {
        let sign = at + self.many(at, usize::MAX, |char| char == '\\');
        let Some(char) = self.get(sign) else { return sign };
        let octal = |at: usize| self.is(at, |char| char.is_digit(8));
        match char {
            'e' if self.opens(sign + 1) => self.add(&[ESC], at, sign + 1),
            'x' if self.number(sign + 1, sign + 3, 16).is_some() => self.hex_run(at, sign),
            'u' if self.get(sign + 1) != Some('{') => self.unicode(at, sign),
            'u' | 'x' if self.get(sign + 1) == Some('{') => self.braced(at, sign),
            'U' => match self.number(sign + 1, sign + 9, 16) {
                Some(code) => self.add_code(code, at, sign + 9),
                None => sign,
            },
            '1' if octal(sign + 1) && octal(sign + 2) => self.octal(at, sign),
            '0' if octal(sign + 1) && octal(sign + 2) => {
                let is_escape =
                    self.get(sign + 1) == Some('3') && self.get(sign + 2) == Some('3') && self.opens(sign + 3);
                self.is_doubtful |= !is_escape;
                if self.apart && !is_escape {
                    self.add(&['\0'], at, sign + 1)
                } else {
                    self.octal(at, sign)
                }
            }
            'n' => self.add(&['\n'], at, sign + 1),
            't' => self.add(&['\t'], at, sign + 1),
            'r' => self.add(&['\r'], at, sign + 1),
            'b' => self.add(&['\x08'], at, sign + 1),
            'f' => self.add(&['\x0c'], at, sign + 1),
            'v' => self.add(&['\x0b'], at, sign + 1),
            'a' => self.add(&['\x07'], at, sign + 1),
            '0' => self.add(&['\0'], at, sign + 1),
            '/' => self.add(&['/'], at, sign + 1),
            '"' | '\'' | '`' => {
                if sign - at > LONGEST_QUOTE {
                    self.add(&[], at, sign - LONGEST_QUOTE);
                }
                sign + 1
            }
            _ => sign,
        }
    }

    fn octal(&mut self, at: usize, sign: usize) -> usize {
        match self.number(sign, sign + 3, 8) {
            Some(code) => self.add_code(code, at, sign + 3),
            None => sign,
        }
    }

    fn hex_run(&mut self, at: usize, sign: usize) -> usize {
        let mut atoms = Vec::new();
        let (mut start, mut sign) = (at, sign);
        loop {
            let byte =
                if sign > start && self.get(sign) == Some('x') { self.number(sign + 1, sign + 3, 16) } else { None };
            let Some(byte) = byte else { break };
            atoms.push((byte as u8, start, sign + 3));
            start = sign + 3;
            sign = start + self.many(start, usize::MAX, |char| char == '\\');
        }
        self.add_bytes(&atoms);
        start
    }

    fn unicode(&mut self, at: usize, sign: usize) -> usize {
        let Some(code) = self.number(sign + 1, sign + 5, 16) else { return sign };
        let end = sign + 5;
        if !(0xD800..0xDC00).contains(&code) {
            return self.add_code(code, at, end);
        }
        let next = end + self.many(end, usize::MAX, |char| char == '\\');
        let low = if next > end && self.get(next) == Some('u') { self.number(next + 1, next + 5, 16) } else { None };
        match low {
            Some(low) if (0xDC00..0xE000).contains(&low) => {
                self.add_code(0x1_0000 + ((code & 0x3FF) << 10) + (low & 0x3FF), at, next + 5)
            }
            _ => end,
        }
    }

    fn braced(&mut self, at: usize, sign: usize) -> usize {
        let end = sign + 2 + self.many(sign + 2, 6, |char| char.is_ascii_hexdigit());
        match self.number(sign + 2, end, 16) {
            Some(code) if self.get(end) == Some('}') => self.add_code(code, at, end + 1),
            _ => sign,
        }
    }
}
