//! Which kinds of signs are in a text: what tells that it may hold escapes, or structure. They are gathered while the
//! text is read for its words and shapes.

use std::ops::BitOrAssign;

/// Kinds of signs, one bit each.
#[derive(Clone, Copy, Default)]
pub struct Signs(u8);

/// A sign that begins an escape, whatever follows it.
const ESCAPE: u8 = 1;
const PLUS: u8 = 2;
const EQUALS: u8 = 4;
const BRACKET: u8 = 8;
/// Any bracket that opens.
const OPENER: u8 = 16;
const LINE: u8 = 32;
const NULL: u8 = 64;
/// A byte of a character beyond ASCII.
const WIDE: u8 = 128;

const KINDS: [u8; 256] = kinds();

const fn kinds() -> [u8; 256] {
    let mut kinds = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        kinds[byte] = match byte as u8 {
            b'\\' | b'%' | b'&' | b'^' | b'#' | 0x1b => ESCAPE,
            b'+' => PLUS,
            b'=' => EQUALS,
            b'[' => BRACKET | OPENER,
            b'{' | b'(' => OPENER,
            b'\n' => LINE,
            0 => NULL,
            0x80.. => WIDE,
            _ => 0,
        };
        byte += 1;
    }
    kinds
}

impl Signs {
    /// Give the kinds of all signs of a text.
    pub fn of(data: &[u8]) -> Self {
        let mut signs = Self::default();
        data.iter().for_each(|&byte| signs |= byte);
        signs
    }

    pub fn are_none(self) -> bool {
        self.0 == 0
    }

    pub fn has_escape(self) -> bool {
        self.has(ESCAPE) || (self.has(PLUS) && self.has(EQUALS))
    }

    pub fn has_bracket(self) -> bool {
        self.has(BRACKET)
    }

    pub fn has_opener(self) -> bool {
        self.has(OPENER)
    }

    pub fn has_lines(self) -> bool {
        self.has(LINE)
    }

    pub fn has_null(self) -> bool {
        self.has(NULL)
    }

    pub fn is_ascii(self) -> bool {
        !self.has(WIDE)
    }

    fn has(self, kind: u8) -> bool {
        self.0 & kind != 0
    }
}

impl BitOrAssign<u8> for Signs {
    /// Note the kind of a byte.
    fn bitor_assign(&mut self, byte: u8) {
        self.0 |= KINDS[byte as usize];
    }
}
