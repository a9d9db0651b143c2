//! Escapes of programming languages, URLs, HTML and syslog.

use crate::detection::decode::finder::{Finder, ESC};

const LONGEST_QUOTE: usize = 3;

impl Finder<'_> {
    pub fn syslog(&mut self, at: usize) -> usize {
        let is_code = self.get(at + 1) == Some('0')
            && self.is(at + 2, |char| ('0'..='3').contains(&char))
            && self.is(at + 3, |char| char.is_digit(8));
        match self.number(at + 2, at + 4, 8) {
            Some(code) if is_code => self.add_code(code, at, at + 4),
            _ => at + 1,
        }
    }

    pub fn percent(&mut self, at: usize) -> usize {
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

    /// Read bytes as UTF-8, and as Latin-1 where they are not UTF-8.
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

    pub fn reference(&mut self, at: usize) -> usize {
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

    pub fn behind_backslashes(&mut self, at: usize) -> usize {
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
