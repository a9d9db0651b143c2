//! Kinds of bytes that keyword rules tell apart, and runs of them.

/// A set of bytes.
pub struct Set([bool; 256]);

impl Set {
    /// Give the bytes that are in `signs`, and letters, digits and `_` if asked for.
    pub const fn of(signs: &[u8], has_words: bool) -> Self {
        let mut set = [false; 256];
        let mut byte = 0;
        while byte < 256 {
            set[byte] = has_words && ((byte as u8).is_ascii_alphanumeric() || byte as u8 == b'_');
            byte += 1;
        }
        let mut at = 0;
        while at < signs.len() {
            set[signs[at] as usize] = true;
            at += 1;
        }
        Self(set)
    }

    /// Give the other bytes.
    pub const fn but(signs: &[u8]) -> Self {
        let Self(mut set) = Self::of(signs, false);
        let mut byte = 0;
        while byte < 256 {
            set[byte] = !set[byte];
            byte += 1;
        }
        Self(set)
    }

    pub fn has(&self, byte: u8) -> bool {
        self.0[byte as usize]
    }
}

const NAME: Set = Set::of(b".-", true);
const WORD: Set = Set::of(b"", true);

/// What `\s` matches with `re.ASCII`.
pub fn is_space(byte: u8) -> bool {
    matches!(byte, b'\t'..=b'\r' | b' ')
}

/// What `\s` matches without it, of ASCII.
pub fn is_any_space(byte: u8) -> bool {
    is_space(byte) || (0x1c..=0x1f).contains(&byte)
}

pub fn is_word(byte: u8) -> bool {
    WORD.has(byte)
}

/// What names of values are made of behind their keyword: `[\w.-]`.
pub fn is_of_name(byte: u8) -> bool {
    NAME.has(byte)
}

pub fn is_quote(byte: u8) -> bool {
    matches!(byte, b'"' | b'\'' | b'`')
}

/// Count how many of the bytes from `at` on are of a kind, up to `most`.
pub fn run(data: &[u8], at: usize, most: usize, is_of: impl Fn(u8) -> bool) -> usize {
    data[at.min(data.len())..].iter().take(most).take_while(|&&byte| is_of(byte)).count()
}

/// Tell whether `data` has `text` at a place.
pub fn has(data: &[u8], at: usize, text: &[u8]) -> bool {
    data.get(at..).is_some_and(|rest| rest.starts_with(text))
}

/// Tell whether `data` has a byte of a kind at a place.
pub fn has_any(data: &[u8], at: usize, is_of: impl Fn(u8) -> bool) -> bool {
    data.get(at).is_some_and(|&byte| is_of(byte))
}

/// Give up to `reach` bytes from `at` on.
pub fn right_of(data: &[u8], at: usize, reach: usize) -> &[u8] {
    let at = at.min(data.len());
    &data[at..data.len().min(at + reach)]
}

/// Count the code points of a text.
pub fn characters(text: &[u8]) -> usize {
    text.iter().filter(|&&byte| byte & 0xc0 != 0x80).count()
}
