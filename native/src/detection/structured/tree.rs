//! Reads JSON, Python's reprs and forms alike out of a text, as trees of places. The twin of
//! `detect/structured/tree.py`, which says what each step is for. Signs beyond ASCII are read as Python does in strings,
//! and letters also outside of them; where another one may decide, the text is odd.

use crate::detection::bytes::Set;
use crate::detection::structured::reader::Reader;
use crate::detection::structured::tokens::{body, is_odd_behind, note, opens, opens_call, opens_escaped, whole_string};

pub const DEEPEST: usize = 64;

const OPENERS: Set = Set::of(b"{[(", false);

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Map,
    List,
    String,
    Number,
    Word,
}

impl Kind {
    pub fn is_container(self) -> bool {
        matches!(self, Self::Map | Self::List)
    }
}

/// A value and where it stands; a string's place is what is between its quotes.
pub struct Node {
    pub kind: Kind,
    pub start: usize,
    pub end: usize,
    pub quote: u8,
    pub is_raw: bool,
    /// Numbers of a key, if there is one, and a value.
    pub items: Vec<(Option<usize>, usize)>,
}

/// One document: the number of its root, and whether a parser would read it.
pub struct Document {
    pub nodes: Vec<Node>,
    pub root: usize,
    pub is_strict: bool,
}

/// Reads the documents of one text, one after the other.
pub struct Documents<'a> {
    data: &'a [u8],
    position: usize,
    is_begun: bool,
    is_ascii: bool,
    /// Whether a sign beyond ASCII may have decided what was read.
    pub is_odd: bool,
}

impl<'a> Documents<'a> {
    pub fn new(data: &'a [u8]) -> Self {
        Self { data, position: 0, is_begun: false, is_ascii: data.is_ascii(), is_odd: false }
    }
}

impl Iterator for Documents<'_> {
    type Item = Document;

    fn next(&mut self) -> Option<Document> {
        if !self.is_begun {
            self.is_begun = true;
            if let Some(node) = whole_string(self.data) {
                self.position = self.data.len() + 1;
                return Some(Document { nodes: vec![node], root: 0, is_strict: true });
            }
        }
        while self.position <= self.data.len() {
            let (start, is_escaped) = self.opener()?;
            if is_escaped {
                let end = start + body(self.data, start, None);
                self.position = end.max(start + 1);
                let node = Node { kind: Kind::String, start, end, quote: b'"', is_raw: false, items: Vec::new() };
                return Some(Document { nodes: vec![node], root: 0, is_strict: true });
            }
            if is_behind_escape(self.data, start) {
                self.position = start + 1;
                continue;
            }
            if let Some(end) = note(self.data, start) {
                self.is_odd |= !self.data[start..end].is_ascii(); // its length is counted in characters
                self.position = end;
                continue;
            }
            let mut reader = Reader::new(self.data, start);
            reader.read();
            self.position = reader.position.max(start + 1);
            self.is_odd |= reader.is_odd;
            return Some(Document { nodes: reader.nodes, root: 0, is_strict: reader.is_strict });
        }
        None
    }
}

impl Documents<'_> {
    /// Find what opens the next document, and whether it stands in a string with escaped quotes.
    fn opener(&mut self) -> Option<(usize, bool)> {
        let data = self.data;
        for at in (self.position..data.len()).filter(|&at| OPENERS.has(data[at])) {
            self.is_odd |= !self.is_ascii && !is_of_colour(data, at) && is_odd_behind(data, at + 1);
            let is_plain = if data[at] == b'(' { opens_call(data, at + 1) } else { opens(data, at) };
            if is_plain {
                return Some((at, false));
            }
            if data[at] != b'(' && opens_escaped(data, at) {
                return Some((at, true));
            }
        }
        None
    }
}

fn is_behind_escape(data: &[u8], at: usize) -> bool {
    at > 0 && matches!(data[at - 1], b'\x1b' | b'^')
}

/// Tell whether a bracket is of a colour, and so opens nothing whatever follows: `\x1b[31m`.
fn is_of_colour(data: &[u8], at: usize) -> bool {
    is_behind_escape(data, at) && data.get(at + 1).is_some_and(u8::is_ascii_digit)
}
