//! Reads one document, bracket by bracket.

use crate::detection::bytes::{has, has_any, is_any_space, run, Set};
use crate::detection::structured::beyond_ascii::has_odd_sign;
use crate::detection::structured::tokens::{is_blank, number, string};
use crate::detection::structured::tree::{Kind, Node, DEEPEST};

const LONGEST_BARE: usize = 255;
const WORD: Set = Set::but(b" \t\n\x0b\x0c\r\x1c\x1d\x1e\x1f,:=()[]{}\"'\\");
const CONSTANTS: [&[u8]; 9] =
    [b"true", b"false", b"null", b"NaN", b"Infinity", b"-Infinity", b"None", b"True", b"False"];

/// Reads one document from its opening bracket on; `position` is then where the next may begin.
pub struct Reader<'a> {
    data: &'a [u8],
    pub position: usize,
    pub is_strict: bool,
    pub is_odd: bool,
    pub nodes: Vec<Node>,
    stack: Vec<usize>,
    keys: Vec<Option<usize>>,
    key: Option<usize>,
    last: Option<usize>,
}

impl<'a> Reader<'a> {
    pub fn new(data: &'a [u8], start: usize) -> Self {
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

    pub fn read(&mut self) {
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

    /// End a document at a sign that no document may hold there.
    fn broken(&mut self) {
        self.is_strict = false;
        self.nodes[0].end = self.position;
        let top = *self.stack.last().unwrap_or(&0);
        if top > 0 && self.nodes[top].items.is_empty() {
            self.position = self.nodes[top].start; // it may begin a document of its own
        }
    }
}

fn container(sign: u8, start: usize) -> Node {
    let kind = if sign == b'{' { Kind::Map } else { Kind::List };
    Node { kind, start, end: start, quote: 0, is_raw: false, items: Vec::new() }
}
