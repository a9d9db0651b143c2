//! Whether it is worth reading a text's structure: what `sealog.detect.structured.suspicion` does. Nearly every text of
//! an application ends here, JSON too. It sees too much rather than too little.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::{Mutex, PoisonError};

use memchr::memchr3;
use pyo3::prelude::*;
use pyo3::types::PyString;

use crate::detection::signs::Signs;
use crate::panic_guard::calmly;

const LONGEST: usize = 128;
const GAP: usize = 64;
const PARENTS: usize = 64;
const HEAD: usize = 2048 * 4;
const REMEMBERED: usize = 4096;

/// What files of programs end with, in `SOURCES` of `sealog.detect.structured.suspicion` too; no key of a value does.
const SOURCES: [&[u8]; 12] =
    [b"java", b"kt", b"scala", b"groovy", b"py", b"js", b"ts", b"go", b"rs", b"rb", b"php", b"swift"];

/// Remembers which names mean nothing, so that Python is asked for each of them once.
#[pyclass(frozen, module = "sealog._native")]
pub struct Names {
    pairing: HashSet<Vec<u8>>,
    generic: HashSet<Vec<u8>>,
    plain: Mutex<Plain>,
}

/// Names that mean nothing alone, and what else they say.
type Plain = HashMap<Vec<u8>, Kind, BuildHasherDefault<Hash>>;

#[derive(Clone, Copy, Default)]
struct Kind {
    is_pairing: bool,
    is_generic: bool,
}

/// FNV-1a, eight bytes at a time: the names are few, and a sender who makes many of them only has them forgotten.
struct Hash(u64);

impl Default for Hash {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for Hash {
    fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 29)
    }

    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            self.0 = (self.0 ^ u64::from_le_bytes(word)).wrapping_mul(0x0000_0100_0000_01b3).rotate_left(23);
        }
    }
}

#[pymethods]
impl Names {
    /// A name in `pairing` may have the name of a value as its own value; one in `generic` says something together with
    /// the key of what it stands in.
    #[new]
    fn new(pairing: Vec<String>, generic: Vec<String>) -> Self {
        let set = |words: Vec<String>| words.into_iter().map(String::into_bytes).collect();
        Self { pairing: set(pairing), generic: set(generic), plain: Mutex::default() }
    }

    /// Give the names in a text of which nobody said yet that they mean nothing; None where there are none.
    fn unknown(&self, text: &Bound<'_, PyString>) -> PyResult<Option<Vec<String>>> {
        calmly(|| {
            let data = text.to_str()?.as_bytes();
            let unknown = self.search(data, Signs::of(data));
            Ok((!unknown.is_empty()).then_some(unknown))
        })
    }

    /// Remember that these names mean nothing.
    fn learn(&self, names: Vec<String>) {
        let mut plain = self.plain.lock().unwrap_or_else(PoisonError::into_inner);
        if plain.len() + names.len() > REMEMBERED {
            plain.clear();
        }
        for name in names {
            let together = written_together(name.as_bytes());
            let is_pairing = self.pairing.contains(&together);
            let is_generic = self.generic.contains(&together);
            plain.insert(name.into_bytes(), Kind { is_pairing, is_generic });
        }
    }
}

impl Names {
    /// Tell whether all names in a text that holds these signs mean nothing, and it is known of each.
    pub fn are_settled(&self, data: &[u8], signs: Signs) -> bool {
        self.search(data, signs).is_empty()
    }

    fn search(&self, data: &[u8], signs: Signs) -> Vec<String> {
        if !signs.has_opener() && !signs.has_lines() {
            return Vec::new();
        }
        let mut search = Search { data, parents: Vec::new(), unknown: Vec::new() };
        let plain = self.plain.lock().unwrap_or_else(PoisonError::into_inner);
        if signs.has_opener() {
            search.run(&plain);
        }
        if signs.has_lines() {
            search.heads(&plain);
        }
        search.unknown
    }
}

struct Search<'a> {
    data: &'a [u8],
    parents: Vec<&'a [u8]>,
    unknown: Vec<String>,
}

impl<'a> Search<'a> {
    fn run(&mut self, plain: &Plain) {
        let mut position = 0;
        while let Some(further) = memchr3(b':', b'=', b',', &self.data[position..]) {
            let at = position + further;
            position = at + 1;
            let left = trimmed(&self.data[at.saturating_sub(GAP + 1)..at], b" \t\r\n");
            let end = at - (at.min(GAP + 1) - left.len());
            let is_quoted = matches!(left.last(), Some(b'"' | b'\''));
            if self.data[at] == b',' {
                if is_quoted {
                    self.listed(end - 1, plain);
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
            let kind = self.note(name, plain);
            if kind.is_pairing {
                self.paired(position, plain);
            }
            if kind.is_generic {
                for parent in self.parents.clone() {
                    self.note(&[parent, b".", name].concat(), plain);
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
    fn heads(&mut self, plain: &Plain) {
        let data = self.data;
        for line in data.split(|byte| b"\r\n\x1e".contains(byte)).filter(|line| line.len() <= HEAD) {
            let Some(sign) = b"\t|;,".iter().find(|sign| line.contains(sign)) else { continue };
            let inner: &[u8] = if *sign == b'|' { bare(line, b" |") } else { bare(line, b" ") };
            let cells = || inner.split(|byte| byte == sign).map(|cell| bare(cell.trim_ascii(), b"\"'`"));
            if inner.contains(sign) && cells().all(is_name) {
                for cell in cells() {
                    self.note(cell, plain);
                }
            }
        }
    }

    /// Note a name that nobody knows yet; give what a known one says.
    fn note(&mut self, name: &[u8], plain: &Plain) -> Kind {
        let kind = plain.get(name).copied();
        if kind.is_none() {
            self.unknown.push(String::from_utf8_lossy(name).into_owned());
        }
        kind.unwrap_or_default()
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
    fn listed(&mut self, quote: usize, plain: &Plain) {
        let name = self.quoted(quote);
        if name.is_empty() {
            return;
        }
        let begin = name.as_ptr() as usize - self.data.as_ptr() as usize;
        let before = trimmed(&self.data[begin.saturating_sub(GAP)..begin], b"\\\"'bBuU \t\r\n");
        if name.starts_with(b"--") || matches!(before.last(), Some(b'(' | b'[')) {
            let dashes = name.iter().take_while(|&&byte| byte == b'-').count();
            self.note(&name[dashes..], plain);
        }
    }

    /// Note what the value behind a sign says, if it may be a name.
    fn paired(&mut self, position: usize, plain: &Plain) {
        let right = &self.data[position..self.data.len().min(position + GAP + 2 * LONGEST)];
        let right = &right[right.iter().take_while(|byte| b" \t\r\n>".contains(byte)).count()..];
        if right.first() == Some(&b'[') {
            let end = right.iter().position(|byte| b"]\n\x1e".contains(byte)).unwrap_or(right.len());
            for name in right[1..end].split(|byte| b"\"'\\,[]".contains(byte)) {
                let name = name.trim_ascii();
                if !name.is_empty() && name.len() <= LONGEST {
                    self.note(name, plain);
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
            self.note(&inner[..size], plain);
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

/// What no key makes a value: nothing, a constant, or what programs write over a value.
const VOID: [&[u8]; 13] = [
    b"null",
    b"None",
    b"true",
    b"false",
    b"True",
    b"False",
    b"\"[redacted]\"",
    b"\"[filtered]\"",
    b"\"[masked]\"",
    b"\"<redacted>\"",
    b"[redacted]",
    b"[filtered]",
    b"[masked]",
];
const STARS: usize = 16;

/// Tell whether what stands behind a sign surely is no value, and all that is assigned.
fn is_void(right: &[u8]) -> bool {
    let right = right.strip_prefix(b">").unwrap_or(right);
    let right = &right[right.iter().take_while(|&&byte| byte == b' ').count().min(2)..];
    let size = match right {
        [quote @ (b'"' | b'\''), rest @ ..] => {
            let star = rest.first().copied().filter(|byte| b"*#".contains(byte)).unwrap_or_default();
            let stars = rest.iter().take(STARS).take_while(|&&byte| byte == star).count();
            if rest.get(stars) == Some(quote) {
                stars + 2
            } else {
                constant(right)
            }
        }
        _ => constant(right),
    };
    size > 0 && matches!(right.get(size), None | Some(b',' | b'}' | b']' | b')'))
}

/// Give how long the constant is that a text begins with; 0 if it begins with none.
fn constant(right: &[u8]) -> usize {
    let head = &right[..right.len().min(12)];
    VOID.iter().find(|word| head.len() >= word.len() && is_same(&head[..word.len()], word)).map_or(0, |word| word.len())
}

/// Compare with a constant; in brackets both cases mean the same.
fn is_same(head: &[u8], word: &[u8]) -> bool {
    if matches!(word[0], b'"' | b'[') {
        head.eq_ignore_ascii_case(word)
    } else {
        head == word
    }
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

/// Give a key in lower case without separators.
fn written_together(name: &[u8]) -> Vec<u8> {
    name.iter().filter(|byte| byte.is_ascii_alphanumeric()).map(u8::to_ascii_lowercase).collect()
}
