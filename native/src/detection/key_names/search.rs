//! Finds in a text what may be the names of values.

use memchr::{memchr, memchr3, memchr3_iter};

use crate::detection::key_names::void::is_void;
use crate::detection::key_names::{Map, Meaning};

const LONGEST: usize = 128;
const GAP: usize = 64;
const PARENTS: usize = 64;
const HEAD: usize = 2048 * 4;

/// What files of programs end with, in `SOURCES` of `sealog.detect.structured.suspicion` too; no key of a value does.
const SOURCES: [&[u8]; 12] =
    [b"java", b"kt", b"scala", b"groovy", b"py", b"js", b"ts", b"go", b"rs", b"rb", b"php", b"swift"];

pub struct Search<'a> {
    pub data: &'a [u8],
    pub parents: Vec<&'a [u8]>,
    pub unknown: Vec<String>,
    /// Whether a name has a rule.
    pub is_telling: bool,
}

impl<'a> Search<'a> {
    pub fn run(&mut self, known: &Map) {
        let mut position = 0;
        while let Some(further) = memchr3(b':', b'=', b',', &self.data[position..]) {
            let at = position + further;
            position = at + 1;
            let left = trimmed(&self.data[at.saturating_sub(GAP + 1)..at], b" \t\r\n");
            let end = at - (at.min(GAP + 1) - left.len());
            let is_quoted = matches!(left.last(), Some(b'"' | b'\''));
            if self.data[at] == b',' {
                if is_quoted {
                    self.listed(end - 1, known);
                }
                continue;
            }
            let name = if is_quoted { self.quoted(end - 1) } else { self.word(end) };
            if name.is_empty() || (!is_quoted && self.data[at] == b':' && is_source_file(name)) {
                continue;
            }
            if is_void(&self.data[position..]) {
                continue;
            }
            let meaning = self.note(name, known);
            if meaning.is_pairing {
                self.paired(position, known);
            }
            if meaning.is_generic {
                for parent in self.parents.clone() {
                    self.note(&[parent, b".", name].concat(), known);
                }
            }
            if self.contains(position) && !self.parents.contains(&name) {
                if self.parents.len() == PARENTS {
                    self.unknown.push(String::new());
                    return;
                }
                self.parents.push(name);
            }
        }
    }

    /// Note the names of lines that may be the heads of tables.
    pub fn heads(&mut self, known: &Map) {
        for line in lines(self.data).filter(|line| line.len() <= HEAD) {
            let Some(sign) = b"\t|;,".iter().find(|&&sign| memchr(sign, line).is_some()) else { continue };
            let inner: &[u8] = if *sign == b'|' { bare(line, b" |") } else { bare(line, b" ") };
            let cells = || inner.split(|byte| byte == sign).map(|cell| bare(cell.trim_ascii(), b"\"'`"));
            if inner.contains(sign) && cells().all(is_name) {
                for cell in cells() {
                    self.note(cell, known);
                }
            }
        }
    }

    /// Note a name that is not known yet; give what a known one means.
    fn note(&mut self, name: &[u8], known: &Map) -> Meaning {
        let meaning = known.get(name).copied();
        match meaning {
            Some(meaning) => self.is_telling |= meaning.rule.is_some(),
            None => self.unknown.push(String::from_utf8_lossy(name).into_owned()),
        }
        meaning.unwrap_or_default()
    }

    /// Give what stands in quotes before the closing one at `quote`.
    fn quoted(&self, quote: usize) -> &'a [u8] {
        let left = trimmed(&self.data[quote.saturating_sub(LONGEST)..quote], b"\\");
        let begin = left.iter().rposition(|byte| b"\"'\\\n\x1e,{}()".contains(byte)).map_or(0, |last| last + 1);
        aligned(&left[begin..])
    }

    /// Give the word that ends at `end`.
    fn word(&self, end: usize) -> &'a [u8] {
        let left = &self.data[end.saturating_sub(LONGEST)..end];
        if left.last().is_none_or(|&byte| !is_word(byte) && byte != b']' && byte != b')') {
            return &[];
        }
        let begin =
            left.iter().rposition(|&byte| !is_word(byte) && !b".[]$-".contains(&byte)).map_or(0, |last| last + 1);
        let run = &left[begin..];
        let first = run.iter().position(|&byte| is_word(byte) && !byte.is_ascii_digit()).unwrap_or(run.len());
        aligned(&run[first..])
    }

    /// Note the string before a comma, with its closing quote at `quote`, if it may be the first of a pair.
    fn listed(&mut self, quote: usize, known: &Map) {
        let name = self.quoted(quote);
        if name.is_empty() {
            return;
        }
        let begin = name.as_ptr() as usize - self.data.as_ptr() as usize;
        let before = trimmed(&self.data[begin.saturating_sub(GAP)..begin], b"\\\"'bBuU \t\r\n");
        if name.starts_with(b"--") || matches!(before.last(), Some(b'(' | b'[')) {
            let dashes = name.iter().take_while(|&&byte| byte == b'-').count();
            self.note(&name[dashes..], known);
        }
    }

    /// Note what the value behind a sign says, if it may be a name.
    fn paired(&mut self, position: usize, known: &Map) {
        let right = &self.data[position..self.data.len().min(position + GAP + 2 * LONGEST)];
        let right = &right[right.iter().take_while(|byte| b" \t\r\n>".contains(byte)).count()..];
        if matches!(right.first(), Some(b'[' | b'(')) {
            let end = right.iter().position(|byte| b"])\n\x1e".contains(byte)).unwrap_or(right.len());
            for name in right[1..end].split(|byte| b"\"'\\,[]()".contains(byte)) {
                let name = name.trim_ascii();
                if !name.is_empty() && name.len() <= LONGEST {
                    self.note(name, known);
                }
            }
            return;
        }
        let opened = right.iter().take_while(|&&byte| byte == b'\\').count();
        let is_quoted = matches!(right.get(opened), Some(b'"' | b'\''));
        let inner = &right[if is_quoted { opened + 1 } else { 0 }..];
        let size = if is_quoted {
            inner.iter().position(|byte| b"\"'\\\n\x1e".contains(byte)).unwrap_or(inner.len())
        } else {
            inner.iter().position(|&byte| !is_word(byte) && byte != b'.' && byte != b'-').unwrap_or(inner.len())
        };
        if 0 < size && size <= LONGEST {
            self.note(&inner[..size], known);
        }
    }

    /// Tell whether a container follows a sign, perhaps behind the name of its type or in a string.
    fn contains(&self, position: usize) -> bool {
        let right = &self.data[position..self.data.len().min(position + 3 * GAP)];
        let right = &right[right.iter().take_while(|byte| b" \t\r\n>".contains(byte)).count()..];
        let right = &right[right.iter().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'_').count()..];
        let right = &right[right.iter().take_while(|&&byte| byte == b'\\').count()..];
        let right = if matches!(right.first(), Some(b'"' | b'\'')) { &right[1..] } else { right };
        matches!(right.first(), Some(b'{' | b'[' | b'('))
    }
}

/// Give the lines of texts joined by U+001E.
fn lines(data: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut begin = 0;
    memchr3_iter(b'\r', b'\n', 0x1e, data).chain([data.len()]).map(move |end| {
        let line = &data[begin..end];
        begin = end + 1;
        line
    })
}

/// Give a text without signs at its ends.
fn bare<'a>(text: &'a [u8], signs: &[u8]) -> &'a [u8] {
    let text = trimmed(text, signs);
    &text[text.iter().take_while(|byte| signs.contains(byte)).count()..]
}

fn is_name(cell: &[u8]) -> bool {
    cell.len() <= LONGEST
        && cell.first().is_some_and(|&byte| is_word(byte) && !byte.is_ascii_digit())
        && cell.iter().all(|&byte| is_word(byte) || byte == b'.' || byte == b'-')
}

/// Tell whether a name is that of a file in a stack trace: `Cart.java:17`.
fn is_source_file(name: &[u8]) -> bool {
    name.iter().rposition(|&byte| byte == b'.').is_some_and(|dot| SOURCES.contains(&&name[dot + 1..]))
}
fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}

fn trimmed<'a>(left: &'a [u8], signs: &[u8]) -> &'a [u8] {
    &left[..left.iter().rposition(|byte| !signs.contains(byte)).map_or(0, |last| last + 1)]
}

/// Give what of a piece of UTF-8 begins with a whole character.
fn aligned(name: &[u8]) -> &[u8] {
    &name[name.iter().take_while(|&&byte| byte & 0xC0 == 0x80).count()..]
}
