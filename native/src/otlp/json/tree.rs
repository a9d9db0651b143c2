//! Reads a JSON text into a list of its values, in their order, as Python's `json.loads` reads it: NaN and Infinity are
//! numbers.

use crate::otlp::json::texts::{end_of_number, end_of_text, Number};

/// Objects and arrays within each other. OTLP's own 100 messages are at most 200.
const DEEPEST: usize = 500;
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

pub enum Unread {
    Broken,
    Nested,
    Many,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    Null,
    False,
    True,
    /// `start..end` is the content between the quotes.
    Text {
        has_escapes: bool,
    },
    Number(Number),
    Array,
    /// Behind it stand its members: a text, and what it names.
    Object,
}

/// One value. Those within it stand behind it, up to `next`.
#[derive(Clone, Copy)]
pub struct Value {
    pub shape: Shape,
    pub start: u32,
    pub end: u32,
    pub next: u32,
}

pub struct Tree<'a> {
    pub text: &'a [u8],
    pub values: Vec<Value>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Expected {
    Value,
    ValueOrEnd,
    Name,
    NameOrEnd,
    CommaOrEnd,
}

impl<'a> Tree<'a> {
    pub fn of(text: &'a [u8], most: usize) -> Result<Self, Unread> {
        if u32::try_from(text.len()).is_err() || std::str::from_utf8(text).is_err() {
            return Err(Unread::Broken);
        }
        let mut reading =
            Reading { tree: Self { text, values: Vec::new() }, at: 0, open: Vec::new(), left: most, too_many: false };
        if text.starts_with(BYTE_ORDER_MARK) {
            reading.at = BYTE_ORDER_MARK.len();
        }
        reading.read()?;
        Ok(reading.tree)
    }

    pub fn content(&self, value: &Value) -> &'a [u8] {
        &self.text[value.start as usize..value.end as usize]
    }
}

struct Reading<'a> {
    tree: Tree<'a>,
    at: usize,
    open: Vec<u32>,
    left: usize,
    too_many: bool,
}

impl Reading<'_> {
    fn read(&mut self) -> Result<(), Unread> {
        let mut expected = Expected::Value;
        loop {
            self.skip_space();
            let Some(sign) = self.sign() else { return Err(Unread::Broken) };
            expected = match (expected, sign) {
                (Expected::ValueOrEnd, b']') | (Expected::NameOrEnd, b'}') => self.close(),
                (Expected::CommaOrEnd, b',') => {
                    self.count();
                    self.at += 1;
                    if self.is_in_object() {
                        Expected::Name
                    } else {
                        Expected::Value
                    }
                }
                (Expected::CommaOrEnd, b'}') if self.is_in_object() => self.close(),
                (Expected::CommaOrEnd, b']') if !self.is_in_object() => self.close(),
                (Expected::Name | Expected::NameOrEnd, b'"') => {
                    self.text()?;
                    self.skip_space();
                    if self.sign() != Some(b':') {
                        return Err(Unread::Broken);
                    }
                    self.at += 1;
                    Expected::Value
                }
                (Expected::Value | Expected::ValueOrEnd, b'{') => {
                    self.begin(Shape::Object)?;
                    Expected::NameOrEnd
                }
                (Expected::Value | Expected::ValueOrEnd, b'[') => {
                    self.begin(Shape::Array)?;
                    Expected::ValueOrEnd
                }
                (Expected::Value | Expected::ValueOrEnd, b'"') => {
                    self.text()?;
                    Expected::CommaOrEnd
                }
                (Expected::Value | Expected::ValueOrEnd, _) => {
                    self.word()?;
                    Expected::CommaOrEnd
                }
                _ => return Err(Unread::Broken),
            };
            if self.too_many {
                return Err(Unread::Many);
            }
            if self.open.is_empty() {
                self.skip_space();
                return if self.at == self.tree.text.len() { Ok(()) } else { Err(Unread::Broken) };
            }
        }
    }

    fn sign(&self) -> Option<u8> {
        self.tree.text.get(self.at).copied()
    }

    fn skip_space(&mut self) {
        while matches!(self.sign(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn is_in_object(&self) -> bool {
        self.open.last().is_some_and(|&place| self.tree.values[place as usize].shape == Shape::Object)
    }

    fn count(&mut self) {
        match self.left.checked_sub(1) {
            Some(left) => self.left = left,
            None => self.too_many = true,
        }
    }

    fn begin(&mut self, shape: Shape) -> Result<(), Unread> {
        if self.open.len() == DEEPEST {
            return Err(Unread::Nested);
        }
        self.count();
        self.open.push(self.tree.values.len() as u32);
        self.put(shape, self.at, self.at);
        self.at += 1;
        Ok(())
    }

    fn close(&mut self) -> Expected {
        self.at += 1;
        if let Some(place) = self.open.pop() {
            self.tree.values[place as usize].next = self.tree.values.len() as u32;
        }
        Expected::CommaOrEnd
    }

    fn text(&mut self) -> Result<(), Unread> {
        let start = self.at + 1;
        let (end, has_escapes) = end_of_text(self.tree.text, start).ok_or(Unread::Broken)?;
        self.put(Shape::Text { has_escapes }, start, end);
        self.at = end + 1;
        Ok(())
    }

    fn word(&mut self) -> Result<(), Unread> {
        let rest = &self.tree.text[self.at..];
        let words: [(&[u8], Shape); 6] = [
            (b"null", Shape::Null),
            (b"true", Shape::True),
            (b"false", Shape::False),
            (b"NaN", Shape::Number(Number::NotFinite)),
            (b"Infinity", Shape::Number(Number::NotFinite)),
            (b"-Infinity", Shape::Number(Number::NotFinite)),
        ];
        let (size, shape) = match words.iter().find(|(word, _)| rest.starts_with(word)) {
            Some((word, shape)) => (word.len(), *shape),
            None => {
                let (size, number) = end_of_number(rest).ok_or(Unread::Broken)?;
                (size, Shape::Number(number))
            }
        };
        self.put(shape, self.at, self.at + size);
        self.at += size;
        Ok(())
    }

    fn put(&mut self, shape: Shape, start: usize, end: usize) {
        let next = self.tree.values.len() as u32 + 1;
        self.tree.values.push(Value { shape, start: start as u32, end: end as u32, next });
    }
}
