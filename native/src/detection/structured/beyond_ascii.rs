//! Signs beyond ASCII: which surely are letters to Python too, and which have a small letter in ASCII. Of the letters only
//! the most frequent ones are known.

use memchr::{memchr, memmem, memrchr};

/// U+0130 and the Kelvin sign, whose small letters are `i` and `k`.
const CAPITALS: [&[u8]; 2] = ["\u{130}".as_bytes(), "\u{212a}".as_bytes()];

/// Tell whether a letter beyond ASCII begins at a place of a text in UTF-8.
pub fn is_letter_at(data: &[u8], at: usize) -> bool {
    let part = |further: usize| data.get(at + further).map_or(0, |&byte| u32::from(byte & 0x3f));
    let code = match data.get(at) {
        Some(&lead @ 0xc3..=0xdf) => (u32::from(lead & 0x1f) << 6) | part(1),
        Some(&lead @ 0xe3..=0xed) => (u32::from(lead & 0x0f) << 12) | (part(1) << 6) | part(2),
        _ => return false,
    };
    match code {
        0xd7 | 0xf7 => false,
        0xc0..=0x24f | 0x410..=0x44f => true, // Latin, Cyrillic
        0x3041..=0x3096 | 0x30a1..=0x30fa | 0x4e00..=0x9fa5 | 0xac00..=0xd7a3 => true, // kana, Han, Hangul
        _ => false,
    }
}

/// Letters as a class of shapes has them: to Python they are letters too, each has one code point in NFC, and its other case
/// is one of them: Latin without dotless and dotted i and long s, Cyrillic, kana, Han, Hangul.
pub const LETTERS: &str = concat!(
    r"\u{c0}-\u{d6}\u{d8}-\u{f6}\u{f8}-\u{12f}\u{132}-\u{17e}\u{1cd}-\u{1ef}\u{1f8}-\u{21f}",
    r"\u{400}-\u{45f}\u{3005}\u{3041}-\u{3096}\u{30a1}-\u{30fa}\u{30fc}\u{4e00}-\u{9fa5}\u{ac00}-\u{d7a3}"
);

/// Tell whether a sign is one of `LETTERS`.
pub fn is_known_letter(sign: char) -> bool {
    matches!(
        sign,
        '\u{c0}'..='\u{d6}'
            | '\u{d8}'..='\u{f6}'
            | '\u{f8}'..='\u{12f}'
            | '\u{132}'..='\u{17e}'
            | '\u{1cd}'..='\u{1ef}'
            | '\u{1f8}'..='\u{21f}'
            | '\u{400}'..='\u{45f}'
            | '\u{3005}'
            | '\u{3041}'..='\u{3096}'
            | '\u{30a1}'..='\u{30fa}'
            | '\u{30fc}'
            | '\u{4e00}'..='\u{9fa5}'
            | '\u{ac00}'..='\u{d7a3}'
    )
}

/// Tell whether a sign is of ASCII, one of `LETTERS`, or a frequent sign that to Python is neither letter, digit nor `_`.
pub fn is_known(sign: char) -> bool {
    let is_punctuation = matches!(
        sign,
        '\u{a0}' | '¡' | '«' | '°' | '·' | '»' | '¿' | '–' | '—' | '‘' | '’' | '“' | '”' | '„' | '…' | '№'
            | '\u{3000}'..='。' | '「'..='』' | '・' | '！' | '（' | '）' | '，' | '：' | '；' | '？'
    );
    sign.is_ascii() || is_known_letter(sign) || is_punctuation
}

/// Tell whether a sign is one of East Asian punctuation, which is of no name, no number and no placeholder.
pub fn is_east_asian_mark(sign: char) -> bool {
    matches!(sign, '、' | '。' | '！' | '（' | '）' | '，' | '：' | '；' | '？')
}

/// Tell whether a byte goes on with a character of UTF-8.
pub fn is_within(byte: u8) -> bool {
    byte & 0xc0 == 0x80
}

/// Give the sign that begins at a place of a text in UTF-8.
pub fn sign_at(data: &[u8], at: usize) -> Option<char> {
    let sign = data.get(at..data.len().min(at + 4))?;
    sign.utf8_chunks().next().and_then(|chunk| chunk.valid().chars().next())
}

/// Tell whether a text has a sign beyond ASCII that is none of those letters.
pub fn has_odd_sign(data: &[u8]) -> bool {
    has_sign(data, |at| !is_letter_at(data, at))
}

/// Tell whether one of the signs beyond ASCII in a text, each given by its place, is of a kind.
fn has_sign(data: &[u8], is_of: impl Fn(usize) -> bool) -> bool {
    let mut at = 0;
    while at < data.len() {
        at += match data[at] {
            0xc0.. if is_of(at) => return true,
            0xf0.. => 4,
            0xe0.. => 3,
            0xc0.. => 2,
            _ => 1,
        };
    }
    false
}

/// Tell whether a sign beyond ASCII is surely neither a digit nor between digits.
pub fn ends_number(data: &[u8], at: usize) -> bool {
    is_letter_at(data, at) || sign_at(data, at).is_some_and(is_east_asian_mark)
}

/// Tell whether a text has a sign beyond ASCII that is neither a letter nor such a mark.
pub fn has_unknown_sign(data: &[u8]) -> bool {
    has_sign(data, |at| !ends_number(data, at))
}

/// Tell whether a name beyond ASCII has no capital whose small letter is of ASCII, and is so short that its bytes are as
/// well as its characters.
pub fn is_plain_name(name: &[u8], longest: usize) -> bool {
    name.is_ascii() || (name.len() <= longest && !CAPITALS.iter().any(|sign| memmem::find(name, sign).is_some()))
}

/// What signs beyond ASCII in a text decide about keyword rules.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Deciding {
    /// Nothing.
    #[default]
    No,
    /// Letters whose other case is of ASCII (`Yılmaz`) decide where a rule ignores case.
    Case,
    /// White space, or a quote or bracket of prose, may decide about any rule.
    Any,
}

/// Tell what the signs beyond ASCII in a text decide.
pub fn deciding(text: &[u8]) -> Deciding {
    let is_case = |at: usize| matches!(text[at..], [0xc4, 0xb0 | 0xb1, ..] | [0xc5, 0xbf, ..]);
    if may_decide(text) {
        Deciding::Any
    } else if (0..text.len()).any(|at| text[at] >= 0xc4 && is_case(at)) {
        Deciding::Case
    } else {
        Deciding::No
    }
}

fn may_decide(text: &[u8]) -> bool {
    let sign_at = |at: usize| {
        matches!(
            text[at..],
            [0xc2, 0x85 | 0xa0 | 0xab | 0xbb, ..]
                | [0xe1, 0x9a, ..]
                | [0xe2, 0x81, 0x9f, ..]
                | [0xe2, 0x84, 0xaa, ..]
                | [0xe2, 0x80, 0x80..=0x8a | 0x98..=0x9f | 0xa8 | 0xa9 | 0xaf | 0xb9 | 0xba, ..]
                | [0xe3, 0x80, 0x80 | 0x8c..=0x8f, ..]
                | [0xef, 0xbc, 0x82, ..]
        )
    };
    (0..text.len()).any(|at| text[at] >= 0xc2 && sign_at(at))
}

/// The text of a record in which the last keyword stands, so that each text is read once for signs that may decide.
#[derive(Default)]
pub struct TextOfKeyword {
    begin: usize,
    end: usize,
    decides: Deciding,
}

impl TextOfKeyword {
    /// Tell what signs beyond ASCII decide in the text of the keyword `data[start..end]`.
    pub fn decides(&mut self, data: &[u8], start: usize, end: usize) -> Deciding {
        if self.end == 0 || !(self.begin..self.end).contains(&start) {
            let begin = memrchr(0x1e, &data[..start]).map_or(0, |edge| edge + 1);
            let stop = memchr(0x1e, &data[end..]).map_or(data.len(), |edge| end + edge);
            *self = Self { begin, end: stop, decides: deciding(&data[begin..stop]) };
        }
        self.decides
    }
}
