//! Finds the escapes of one text, once: here terminals' sequences, in `escapes` those of programs and formats.

use crate::detection::decode::{Decoder, Piece};

const SEPARATOR: char = '\x1e';
pub const ESC: char = '\x1b';
const ESC_NAMES: [&str; 4] = ["<ESC>", "<0x1b>", "<0x1B>", "ESC"];
const MOST_PARAMETERS: usize = 32;

/// Give where `\[[0-9]{1,3}(?:;[0-9]{1,3}){0,9}m` ends that begins at `at`: a colour whose ESC was taken out.
pub fn bare_colour<T: Copy + Into<u32>>(text: &[T], at: usize) -> Option<usize> {
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
pub struct Finder<'a> {
    pub decoder: &'a Decoder,
    pub chars: &'a [char],
    pub apart: bool,
    pub is_doubtful: bool,
    pub pieces: Vec<Piece>,
}

impl Finder<'_> {
    pub fn run(&mut self) {
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

    pub fn get(&self, at: usize) -> Option<char> {
        self.chars.get(at).copied()
    }

    pub fn is(&self, at: usize, of: impl Fn(char) -> bool) -> bool {
        self.get(at).is_some_and(of)
    }

    pub fn opens(&self, at: usize) -> bool {
        matches!(self.get(at), Some('[' | ']'))
    }

    pub fn add(&mut self, plain: &[char], start: usize, end: usize) -> usize {
        self.pieces.push(Piece { plain: plain.to_vec(), start, end });
        end
    }

    /// Add a character of that code, if there is one; what was read ends at `end`.
    pub fn add_code(&mut self, code: u32, start: usize, end: usize) -> usize {
        let Some(char) = char::from_u32(code) else { return end };
        match char {
            '\\' | '"' => self.add(&['\\', char], start, end),
            '\'' if self.is_letter_before(start) && self.is_letter_at(end) => self.add(&['\''], start, end),
            '\'' => self.add(&['\\', '\''], start, end),
            SEPARATOR => self.add(&['\x1f'], start, end),
            _ => self.add(&[char], start, end),
        }
    }

    /// Tell whether a letter or digit of ASCII ends before `at`, written as it is or as an escape.
    fn is_letter_before(&self, at: usize) -> bool {
        let back = |count: usize| at.checked_sub(count).and_then(|at| self.get(at));
        if back(1) == Some(';') {
            let opened = (5..=6).find(|&count| back(count) == Some('&') && back(count - 1) == Some('#'));
            return opened.is_some_and(|count| self.is_reference_of_letter(at - count));
        }
        let is_code = match back(3) {
            Some('%') => true,
            Some('x') => back(4) == Some('\\'),
            Some('0') => back(4) == Some('0') && back(5) == Some('u') && matches!(back(6), Some('%' | '\\')),
            _ => false,
        };
        match at.checked_sub(2).and_then(|first| self.number(first, at, 16)) {
            Some(code) if is_code => is_letter(code),
            _ => back(1).is_some_and(|char| char.is_ascii_alphanumeric()),
        }
    }

    /// Tell whether a letter or digit of ASCII begins at `at`, written as it is or as an escape.
    fn is_letter_at(&self, at: usize) -> bool {
        let first = match self.get(at) {
            Some('&') => return self.is_reference_of_letter(at),
            Some('%') => at + 1,
            Some('\\') => at + self.many(at, usize::MAX, |char| char == '\\'),
            char => return char.is_some_and(|char| char.is_ascii_alphanumeric()),
        };
        let digits = match (self.get(at), self.get(first)) {
            (_, Some('u')) if self.get(first + 1) == Some('0') && self.get(first + 2) == Some('0') => first + 3,
            (Some('\\'), Some('x')) => first + 1,
            (Some('%'), _) => first,
            _ => return false,
        };
        self.number(digits, digits + 2, 16).is_some_and(is_letter)
    }

    /// Tell whether `&#111;` or `&#x6f;` begins at `at`, for a letter or digit of ASCII.
    fn is_reference_of_letter(&self, at: usize) -> bool {
        if self.get(at) != Some('&') || self.get(at + 1) != Some('#') {
            return false;
        }
        let is_hex = matches!(self.get(at + 2), Some('x' | 'X'));
        let (begin, base) = if is_hex { (at + 3, 16) } else { (at + 2, 10) };
        let size = self.many(begin, 4, |char| char.is_digit(base));
        let is_whole = self.get(begin + size) == Some(';') && (size == 2 || (size == 3 && !is_hex));
        is_whole && self.number(begin, begin + size, base).is_some_and(is_letter)
    }

    /// Give the number that the digits from `start` to `end` write, if they are all there.
    pub fn number(&self, start: usize, end: usize, base: u32) -> Option<u32> {
        let digits = self.chars.get(start..end).filter(|digits| !digits.is_empty())?;
        digits.iter().try_fold(0_u32, |value, digit| Some(value.wrapping_mul(base) + digit.to_digit(base)?))
    }

    pub fn many(&self, at: usize, most: usize, of: impl Fn(char) -> bool) -> usize {
        self.chars[at.min(self.chars.len())..].iter().take(most).take_while(|&&char| of(char)).count()
    }

    pub fn sequence(&mut self, at: usize) -> usize {
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

    pub fn bare(&mut self, at: usize) -> usize {
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
    pub fn final_of(&self, at: usize) -> Option<usize> {
        let at = at + self.many(at, MOST_PARAMETERS, |char| ('0'..='?').contains(&char));
        let is_final = |char: char| ('@'..='~').contains(&char);
        match self.get(at)? {
            char if is_final(char) => Some(at + 1),
            '!' | '"' | '$' | '\'' if self.is(at + 1, is_final) => Some(at + 2),
            ' ' if self.get(at + 1) == Some('q') => Some(at + 2),
            _ => None,
        }
    }

    pub fn link(&self, at: usize) -> usize {
        let at = at + self.many(at, 4, |char| char.is_ascii_digit());
        at + self.many(at, 2, |char| char == ';')
    }
}

fn is_letter(code: u32) -> bool {
    char::from_u32(code).is_some_and(|char| char.is_ascii_alphanumeric())
}
