//! Reads JSON, Python's reprs and forms alike out of a text, as trees of places. The twin of
//! `detect/structured/tree.py`, which says what each step is for. Signs beyond ASCII are read as Python does in strings,
//! and letters also outside of them; where another one may decide, the text is odd.

use crate::detection::keywords::signs::{has, has_any, is_any_space, is_word, run, Set};
use crate::detection::structured::beyond_ascii::{has_odd_sign, is_letter_at};

pub const DEEPEST: usize = 64;

const GAP: usize = 64;
const LONGEST_BARE: usize = 255;
const LONGEST_TEMPLATE: usize = 256;
const LONGEST_LOOK: usize = 512;
const WORD: Set = Set::but(b" \t\n\x0b\x0c\r\x1c\x1d\x1e\x1f,:=()[]{}\"'\\");
const OPENERS: Set = Set::of(b"{[(", false);
const CONSTANTS: [&[u8]; 9] =
    [b"true", b"false", b"null", b"NaN", b"Infinity", b"-Infinity", b"None", b"True", b"False"];
const OPENING_WORDS: [&[u8]; 9] = [b"true", b"false", b"null", b"None", b"True", b"False", b"NaN", b"nan", b"inf"];

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
    /// A sign beyond ASCII may have decided what was read.
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
            if start > 0 && matches!(self.data[start - 1], b'\x1b' | b'^') {
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
            self.is_odd |= !self.is_ascii && is_odd_behind(data, at + 1);
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

/// Tell whether a sign beyond ASCII behind a bracket may decide whether that opens a document.
fn is_odd_behind(data: &[u8], at: usize) -> bool {
    let first = at + run(data, at, usize::MAX, is_any_space);
    let of_name = |byte: u8| is_word(byte) || is_any_space(byte) || byte == b'.' || byte == b'-' || !byte.is_ascii();
    let end = first + run(data, first, LONGEST_LOOK, of_name);
    let read = &data[first..end];
    if read.is_ascii() {
        return false;
    }
    // Letters only make a name longer, which matters where a sign of assignment ends it.
    (!read[0].is_ascii() && !is_letter_at(data, first))
        || end - first == LONGEST_LOOK
        || has_any(data, end, |byte| matches!(byte, b'=' | b':' | b','))
        || OPENING_WORDS.iter().any(|word| read.starts_with(word))
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n')
}

fn is_prefix(byte: u8) -> bool {
    b"bBuUrR".contains(&byte)
}

/// Count the signs of a string's body from `at` on: none that `quote` ends; without one either kind but the double.
fn body(data: &[u8], at: usize, quote: Option<u8>) -> usize {
    let quote = quote.unwrap_or(b'"');
    let mut end = at;
    loop {
        match data.get(end) {
            Some(b'\\') if has_any(data, end + 1, |byte| byte != b'\n' && byte != b'\x1e') => end += 2,
            Some(b'\\' | b'\n' | b'\x1e') | None => return end - at,
            Some(&byte) if byte == quote => return end - at,
            Some(_) => end += 1,
        }
    }
}

/// Read a string at a place: its node, and where what closes it ends.
fn string(data: &[u8], at: usize) -> Option<(Node, usize)> {
    let prefix = run(data, at, 2, is_prefix);
    let quote = *data.get(at + prefix).filter(|byte| matches!(byte, b'"' | b'\''))?;
    let start = at + prefix + 1;
    let end = start + body(data, start, Some(quote));
    let closed = match data.get(end) {
        None => end,
        Some(&byte) if byte == quote || byte == b'\n' => end + 1,
        Some(_) => return None,
    };
    let is_raw = data[at..at + prefix].iter().any(|byte| matches!(byte, b'r' | b'R'));
    Some((Node { kind: Kind::String, start, end, quote, is_raw, items: Vec::new() }, closed))
}

/// Read a text that is a string and nothing else.
fn whole_string(data: &[u8]) -> Option<Node> {
    let (node, closed) = string(data, run(data, 0, usize::MAX, is_blank))?;
    let is_closed = matches!(data[closed - 1], b'"' | b'\'');
    (is_closed && closed + run(data, closed, usize::MAX, is_blank) == data.len()).then_some(node)
}

fn opens(data: &[u8], at: usize) -> bool {
    let gap = run(data, at + 1, GAP, is_any_space);
    let first = at + 1 + gap;
    if has_any(data, first, |byte| b"\"'{[(}]-".contains(&byte) || byte.is_ascii_digit()) {
        return true;
    }
    let prefix = run(data, first, 2, is_prefix);
    let is_string = prefix > 0 && has_any(data, first + prefix, |byte| matches!(byte, b'"' | b'\''));
    let is_constant = OPENING_WORDS
        .iter()
        .chain(&[&b"Infinity"[..]])
        .any(|word| has(data, first, word) && !has_any(data, first + word.len(), is_word));
    if is_string || is_constant || opens_named(data, first) {
        return true;
    }
    let is_assigned = |at: usize| at > 0 && matches!(data[at - 1], b'=' | b':');
    data[at] == b'['
        && (is_assigned(at) || (at > 0 && data[at - 1] == b' ' && is_assigned(at - 1)))
        && has_any(data, at + 1, |byte| !is_any_space(byte) && byte != b'[' && byte != b']')
}

fn is_letter(byte: u8) -> bool {
    is_word(byte) && !byte.is_ascii_digit()
}

/// Tell whether `[^\W\d][\w.-]{0,63}\s?[=:]` stands at a place.
fn opens_named(data: &[u8], at: usize) -> bool {
    if !has_any(data, at, is_letter) {
        return false;
    }
    let end = at + 1 + run(data, at + 1, GAP - 1, |byte| is_word(byte) || byte == b'.' || byte == b'-');
    let sign = end + usize::from(has_any(data, end, is_any_space));
    has_any(data, sign, |byte| matches!(byte, b'=' | b':'))
}

fn opens_call(data: &[u8], at: usize) -> bool {
    let first = at + run(data, at, GAP, is_any_space);
    if has_any(data, first, |byte| b"\"'{[(".contains(&byte)) {
        return true;
    }
    if has_any(data, first, |byte| b"bBuU".contains(&byte))
        && has_any(data, first + 1, |byte| matches!(byte, b'"' | b'\''))
    {
        return true;
    }
    if has_any(data, first, is_letter) {
        return has(data, first + 1 + run(data, first + 1, GAP - 1, is_word), b"=");
    }
    let digits = run(data, first, GAP, |byte| byte.is_ascii_digit());
    let sign = first + digits + usize::from(has_any(data, first + digits, is_any_space));
    digits > 0 && has(data, sign, b",")
}

/// Tell whether `[{\[][\s{\[]{0,32}(?=\\+["'])` stands at a place.
fn opens_escaped(data: &[u8], at: usize) -> bool {
    let at = at + 1 + run(data, at + 1, 32, |byte| is_any_space(byte) || byte == b'{' || byte == b'[');
    let slashes = run(data, at, usize::MAX, |byte| byte == b'\\');
    slashes > 0 && has_any(data, at + slashes, |byte| matches!(byte, b'"' | b'\''))
}

/// Give where ends what begins at a bracket and is no document: a note of sealog's own, a colour, a template.
fn note(data: &[u8], at: usize) -> Option<usize> {
    let digit = |byte: u8| byte.is_ascii_digit();
    if has(data, at, b"[sealog: ") {
        let digits = run(data, at + 9, 18, digit);
        let text = at + 9 + digits;
        let size = run(data, text, 40, |byte| byte.is_ascii_lowercase() || byte == b' ');
        if digits > 0 && size > 0 && has(data, text + size, b"]") {
            return Some(text + size + 1);
        }
    }
    if has(data, at, b"[masked:") && has_any(data, at + 8, |byte| byte.is_ascii_lowercase()) {
        let size = run(data, at + 9, 39, |byte| byte.is_ascii_lowercase() || digit(byte) || byte == b'_');
        if has(data, at + 9 + size, b"]") {
            return Some(at + 10 + size);
        }
    }
    if data[at] == b'[' {
        let mut end = at;
        for _ in 0..10 {
            let digits = run(data, end + 1, 3, digit);
            end += 1 + digits;
            match data.get(end) {
                Some(b'm' | b'K' | b'J') if digits > 0 => return Some(end + 1),
                Some(b';') if digits > 0 => {}
                _ => break,
            }
        }
    }
    if has(data, at, b"{{") {
        let size = run(data, at + 2, LONGEST_TEMPLATE, |byte| !b"{}\"':=,\n\x1e".contains(&byte));
        if has(data, at + 2 + size, b"}}") {
            return Some(at + 4 + size);
        }
    }
    None
}

/// Count the signs of a number at a place.
fn number(data: &[u8], at: usize) -> usize {
    let digits = |at: usize| run(data, at, usize::MAX, |byte| byte.is_ascii_digit());
    let first = at + usize::from(has(data, at, b"-"));
    let mut end = first + if has(data, first, b"0") { 1 } else { digits(first) };
    if end == first {
        return 0;
    }
    if has(data, end, b".") && digits(end + 1) > 0 {
        end += 1 + digits(end + 1);
    }
    if has_any(data, end, |byte| matches!(byte, b'e' | b'E')) {
        let sign = end + 1 + usize::from(has_any(data, end + 1, |byte| matches!(byte, b'+' | b'-')));
        if digits(sign) > 0 {
            end = sign + digits(sign);
        }
    }
    end - at
}

/// Reads one document from its opening bracket on; `position` is then where the next may begin.
struct Reader<'a> {
    data: &'a [u8],
    position: usize,
    is_strict: bool,
    is_odd: bool,
    nodes: Vec<Node>,
    stack: Vec<usize>,
    keys: Vec<Option<usize>>,
    key: Option<usize>,
    last: Option<usize>,
}

impl<'a> Reader<'a> {
    fn new(data: &'a [u8], start: usize) -> Self {
        let nodes = vec![container(data[start], start)];
        Self {
            data,
            position: start + 1,
            is_strict: true,
            is_odd: false,
            nodes,
            stack: vec![0],
            keys: Vec::new(),
            key: None,
            last: None,
        }
    }

    fn read(&mut self) {
        loop {
            let at = self.position + run(self.data, self.position, usize::MAX, is_blank);
            let Some(&sign) = self.data.get(at) else { return self.broken() };
            match sign {
                b'{' | b'[' | b'(' => {
                    self.position = at + 1;
                    if self.stack.len() == DEEPEST {
                        return self.broken();
                    }
                    self.open(sign);
                }
                b'}' | b']' | b')' => {
                    self.position = at + 1;
                    let top = *self.stack.last().unwrap_or(&0);
                    let closing = match self.data[self.nodes[top].start] {
                        b'{' => b'}',
                        b'[' => b']',
                        _ => b')',
                    };
                    if sign != closing {
                        return self.broken();
                    }
                    if self.close() {
                        return;
                    }
                }
                b',' => {
                    self.position = at + 1;
                    self.next();
                }
                b':' => {
                    self.position = at + 1;
                    self.assign(b":");
                }
                b'=' => {
                    let is_arrow = has(self.data, at, b"=>");
                    self.position = at + 1 + usize::from(is_arrow);
                    self.assign(if is_arrow { b"=>" } else { b"=" });
                }
                _ => {
                    let Some((node, end)) = self.leaf(at) else { return self.broken() };
                    self.position = end;
                    if !self.add(node) {
                        return self.broken();
                    }
                }
            }
        }
    }

    fn leaf(&mut self, at: usize) -> Option<(Node, usize)> {
        if let Some(string) = string(self.data, at) {
            return Some(string);
        }
        let size = number(self.data, at);
        let is_ended = self.data.get(at + size).is_none_or(|&byte| is_any_space(byte) || b",:=)]}".contains(&byte));
        let (kind, size) = if size > 0 && is_ended {
            (Kind::Number, size)
        } else {
            (Kind::Word, run(self.data, at, usize::MAX, |byte| WORD.has(byte)))
        };
        if size == 0 {
            return None;
        }
        self.is_odd |= kind == Kind::Word && has_odd_sign(&self.data[at..at + size]);
        if kind == Kind::Word && !CONSTANTS.contains(&&self.data[at..at + size]) {
            self.is_strict = false;
        }
        Some((Node { kind, start: at, end: at + size, quote: 0, is_raw: false, items: Vec::new() }, at + size))
    }

    /// Put a leaf where it belongs; tell whether it is whole.
    fn add(&mut self, node: Node) -> bool {
        self.is_strict &= self.last.is_none();
        let is_whole = node.kind != Kind::String || self.data.get(node.end) == Some(&node.quote);
        let number = self.push(node);
        self.last = Some(number);
        is_whole
    }

    /// Put a node into the container that was opened last.
    fn push(&mut self, node: Node) -> usize {
        let (number, key) = (self.nodes.len(), self.key);
        self.nodes.push(node);
        self.items().push((key, number));
        number
    }

    fn items(&mut self) -> &mut Vec<(Option<usize>, usize)> {
        let top = *self.stack.last().unwrap_or(&0);
        &mut self.nodes[top].items
    }

    fn next(&mut self) {
        self.is_strict &= self.last.is_some();
        (self.key, self.last) = (None, None);
        let top = *self.stack.last().unwrap_or(&0);
        if self.nodes[top].kind != Kind::List {
            return;
        }
        loop {
            let start = self.position + run(self.data, self.position, usize::MAX, is_blank);
            let size = number(self.data, start);
            let comma = start + size + run(self.data, start + size, usize::MAX, is_blank);
            if size == 0 || !has(self.data, comma, b",") {
                return;
            }
            self.push(Node {
                kind: Kind::Number,
                start,
                end: start + size,
                quote: 0,
                is_raw: false,
                items: Vec::new(),
            });
            self.position = comma + 1;
        }
    }

    fn open(&mut self, sign: u8) {
        if let Some(last) = self.last {
            self.is_strict = false;
            if self.nodes[last].kind == Kind::Word {
                self.items().pop(); // the name of a class or function
            }
        }
        let number = self.push(container(sign, self.position - 1));
        self.stack.push(number);
        self.keys.push(self.key);
        (self.key, self.last) = (None, None);
    }

    /// Close the container that was opened last; tell whether it was the root.
    fn close(&mut self) -> bool {
        let closed = self.stack.pop().unwrap_or(0);
        self.nodes[closed].end = self.position;
        if self.stack.is_empty() {
            return true;
        }
        self.key = self.keys.pop().flatten();
        self.last = Some(closed);
        false
    }

    /// Make the last value the key of what comes next.
    fn assign(&mut self, sign: &[u8]) {
        let key = self.last.filter(|&key| self.key.is_none() && !self.nodes[key].kind.is_container());
        let Some(key) = key else {
            self.is_strict = false;
            (self.key, self.last) = (None, None);
            return;
        };
        self.items().pop();
        (self.key, self.last) = (Some(key), None);
        if sign != b"=" && self.nodes[key].kind != Kind::Word {
            self.is_strict &= sign == b":";
            return;
        }
        self.is_strict = false;
        let start = self.position + usize::from(has(self.data, self.position, b" "));
        let is_begun = has_any(self.data, start, |byte| !is_any_space(byte) && !b",;()[]{}\"'\\".contains(&byte));
        let size = run(self.data, start + 1, LONGEST_BARE, |byte| !b",;()[]{}\"'\\\n\x1e".contains(&byte));
        let end = start + 1 + size;
        let read = &self.data[start.min(self.data.len())..end.min(self.data.len())];
        self.is_odd |= has_odd_sign(read) || (size == LONGEST_BARE && !read.is_ascii());
        if is_begun && has_any(self.data, end, |byte| b",;)]}".contains(&byte)) {
            self.add(Node { kind: Kind::Word, start, end, quote: 0, is_raw: false, items: Vec::new() });
            self.position = end;
        }
    }

    /// End a document that goes on with what none may hold.
    fn broken(&mut self) {
        self.is_strict = false;
        self.nodes[0].end = self.position;
        let top = *self.stack.last().unwrap_or(&0);
        if top > 0 && self.nodes[top].items.is_empty() {
            self.position = self.nodes[top].start; // it may begin a document for itself
        }
    }
}

fn container(sign: u8, start: usize) -> Node {
    let kind = if sign == b'{' { Kind::Map } else { Kind::List };
    Node { kind, start, end: start, quote: 0, is_raw: false, items: Vec::new() }
}
