//! Writes a request that was read from JSON as protobuf, by the fields of its messages.

use std::borrow::Cow;

use crate::otlp::json::byte_texts::{of_base64, of_hex};
use crate::otlp::json::numbers::{integer, integer_of_text, real, real_of_text, Integer};
use crate::otlp::json::table::{Field, Kind, Message, Spelled, MOST_FIELDS};
use crate::otlp::json::texts::unescaped;
use crate::otlp::json::tree::{Shape, Tree, Value};
use crate::otlp::wire::{put_varint, FIXED32, FIXED64, LENGTH, VARINT};

/// Messages within messages, as protobuf's binary parser bounds them.
const DEEPEST: usize = 100;
const OUT_OF_RANGE: &str = "the value is out of range or no Unicode text";

/// What does not fit, and where: the steps that lead there, the last one first.
pub struct Wrong {
    what: Cow<'static, str>,
    steps: Vec<String>,
    /// It is about the whole text.
    is_whole: bool,
}

impl Wrong {
    fn here(what: &'static str) -> Self {
        Self { what: what.into(), steps: Vec::new(), is_whole: false }
    }

    fn below(mut self, step: impl FnOnce() -> String) -> Self {
        self.steps.push(step());
        self
    }

    pub fn told(&self) -> String {
        if self.is_whole {
            return self.what.to_string();
        }
        let path: String = self.steps.iter().rev().map(String::as_str).collect();
        format!("${path}: {}", self.what)
    }
}

pub struct Filler<'a> {
    tree: &'a Tree<'a>,
    messages: &'a [Message],
    out: Vec<u8>,
}

impl<'a> Filler<'a> {
    pub fn new(tree: &'a Tree<'a>, messages: &'a [Message]) -> Self {
        Self { tree, messages, out: Vec::with_capacity(tree.text.len() / 4) }
    }

    pub fn filled(mut self) -> Result<Vec<u8>, Wrong> {
        self.message(0, 0, 0)?;
        Ok(self.out)
    }

    fn message(&mut self, place: usize, number: usize, depth: usize) -> Result<(), Wrong> {
        let object = self.tree.values[place];
        if object.shape != Shape::Object {
            return Err(Wrong::here("an object is expected"));
        }
        if depth > DEEPEST {
            let what = format!("the JSON is nested more than {DEEPEST} messages deep").into();
            return Err(Wrong { what, steps: Vec::new(), is_whole: true });
        }
        let messages = self.messages;
        let message = &messages[number];
        // Of a name that comes twice the last value counts, where the first one stood.
        let (mut chosen, mut many) = ([(0, 0); MOST_FIELDS], 0);
        let mut at = place + 1;
        while at < object.next as usize {
            let name = self.text(&self.tree.values[at]);
            if let Some(field) = name.and_then(|name| message.field(&name)) {
                match chosen[..many].iter_mut().find(|(other, _)| *other == field) {
                    Some(known) => known.1 = at + 1,
                    None => {
                        chosen[many] = (field, at + 1);
                        many += 1;
                    }
                }
            }
            at = self.tree.values[at + 1].next as usize;
        }
        for &(field, at) in &chosen[..many] {
            let field = &message.fields[field];
            if self.tree.values[at].shape != Shape::Null {
                self.field(field, at, depth).map_err(|wrong| wrong.below(|| format!(".{}", field.name)))?;
            }
        }
        Ok(())
    }

    fn field(&mut self, field: &Field, at: usize, depth: usize) -> Result<(), Wrong> {
        if field.is_repeated {
            return self.repeated(field, at, depth);
        }
        if field.kind == Kind::Message {
            return self.sized(field, |filler| filler.message(at, field.below, depth + 1));
        }
        let begin = self.out.len();
        self.tag(field, wire_of(field.kind));
        let is_default = self.scalar(field.kind, at)?;
        if is_default && !field.has_presence {
            self.out.truncate(begin);
        }
        Ok(())
    }

    fn repeated(&mut self, field: &Field, at: usize, depth: usize) -> Result<(), Wrong> {
        let array = self.tree.values[at];
        if array.shape != Shape::Array {
            return Err(Wrong::here("an array is expected"));
        }
        let end = array.next as usize;
        match field.kind {
            Kind::Message => self.each(at, |filler, element| {
                filler.sized(field, |filler| filler.message(element, field.below, depth + 1))
            }),
            Kind::Text | Kind::Hex | Kind::Base64 => self.each(at, |filler, element| {
                filler.tag(field, LENGTH);
                filler.scalar(field.kind, element).map(|_| ())
            }),
            _ if end == at + 1 => Ok(()),
            _ => self.sized(field, |filler| {
                filler.each(at, |filler, element| filler.scalar(field.kind, element).map(|_| ()))
            }),
        }
    }

    fn each(
        &mut self,
        array: usize,
        mut write: impl FnMut(&mut Self, usize) -> Result<(), Wrong>,
    ) -> Result<(), Wrong> {
        let end = self.tree.values[array].next as usize;
        let (mut at, mut number) = (array + 1, 0);
        while at < end {
            write(self, at).map_err(|wrong| {
                // What is out of range is told of the array, as in Python.
                if wrong.steps.is_empty() && wrong.what == OUT_OF_RANGE {
                    return wrong;
                }
                wrong.below(|| format!("[{number}]"))
            })?;
            at = self.tree.values[at].next as usize;
            number += 1;
        }
        Ok(())
    }

    /// Write a field whose content has its size before it.
    fn sized(&mut self, field: &Field, write: impl FnOnce(&mut Self) -> Result<(), Wrong>) -> Result<(), Wrong> {
        self.tag(field, LENGTH);
        let begin = self.out.len();
        self.out.push(0);
        write(self)?;
        let size = self.out.len() - begin - 1;
        let mut head = Vec::new();
        put_varint(&mut head, size as u64);
        self.out.splice(begin..=begin, head);
        Ok(())
    }

    fn tag(&mut self, field: &Field, wire: u8) {
        put_varint(&mut self.out, u64::from(field.number) << 3 | u64::from(wire));
    }

    /// Write a value behind its tag; gives whether it is the default.
    fn scalar(&mut self, kind: Kind, at: usize) -> Result<bool, Wrong> {
        let value = self.tree.values[at];
        match kind {
            Kind::Text => {
                let Shape::Text { .. } = value.shape else { return Err(Wrong::here("a string is expected")) };
                let text = self.text(&value).ok_or_else(|| Wrong::here(OUT_OF_RANGE))?;
                Ok(self.put_bytes(&text))
            }
            Kind::Hex | Kind::Base64 => {
                let Shape::Text { .. } = value.shape else { return Err(Wrong::here("a string is expected")) };
                let text = self.text(&value);
                let (bytes, expected) = if kind == Kind::Hex {
                    let expected = "hex digits are expected (OTLP/JSON ids are not base64)";
                    (text.and_then(|text| of_hex(&text)), expected)
                } else {
                    (text.and_then(|text| of_base64(&text)), "base64 is expected")
                };
                Ok(self.put_bytes(&bytes.ok_or_else(|| Wrong::here(expected))?))
            }
            Kind::Bool => {
                if !matches!(value.shape, Shape::True | Shape::False) {
                    return Err(Wrong::here("true or false is expected"));
                }
                self.out.push(u8::from(value.shape == Shape::True));
                Ok(value.shape == Shape::False)
            }
            Kind::Double => {
                let real = match value.shape {
                    Shape::Number(kind) => real(self.tree.content(&value), kind)
                        .ok_or_else(|| Wrong::here("the number is out of range"))?,
                    Shape::Text { .. } => self
                        .text(&value)
                        .and_then(|text| real_of_text(&text))
                        .ok_or_else(|| Wrong::here("a number is expected"))?,
                    _ => return Err(Wrong::here("a number is expected")),
                };
                self.out.extend_from_slice(&real.to_le_bytes());
                Ok(real.to_bits() == 0)
            }
            Kind::Integer { least, most, spelled, is_enum } => {
                let read = match value.shape {
                    Shape::Number(kind) => integer(self.tree.content(&value), kind),
                    Shape::Text { .. } if !is_enum => {
                        self.text(&value).map_or(Integer::Other, |text| integer_of_text(&text))
                    }
                    _ => Integer::Other,
                };
                match read {
                    Integer::Within(number) if (least..=most).contains(&number) => {
                        self.put_integer(number, spelled);
                        Ok(number == 0)
                    }
                    Integer::Other => Err(Wrong::here("an integer is expected")),
                    _ => Err(Wrong::here(OUT_OF_RANGE)),
                }
            }
            Kind::Message => Err(Wrong::here("a value is expected")),
        }
    }

    fn put_integer(&mut self, number: i128, spelled: Spelled) {
        match spelled {
            Spelled::Varint => put_varint(&mut self.out, number as u64),
            Spelled::ZigZag => put_varint(&mut self.out, (number << 1 ^ number >> 127) as u64),
            Spelled::Fixed32 => self.out.extend_from_slice(&(number as u32).to_le_bytes()),
            Spelled::Fixed64 => self.out.extend_from_slice(&(number as u64).to_le_bytes()),
        }
    }

    fn put_bytes(&mut self, bytes: &[u8]) -> bool {
        put_varint(&mut self.out, bytes.len() as u64);
        self.out.extend_from_slice(bytes);
        bytes.is_empty()
    }

    /// Give what a text says; None if it is no Unicode.
    fn text(&self, value: &Value) -> Option<Cow<'a, [u8]>> {
        let content = self.tree.content(value);
        match value.shape {
            Shape::Text { has_escapes: true } => unescaped(content).map(Cow::Owned),
            _ => Some(Cow::Borrowed(content)),
        }
    }
}

fn wire_of(kind: Kind) -> u8 {
    match kind {
        Kind::Message | Kind::Text | Kind::Hex | Kind::Base64 => LENGTH,
        Kind::Bool | Kind::Integer { spelled: Spelled::Varint | Spelled::ZigZag, .. } => VARINT,
        Kind::Double | Kind::Integer { spelled: Spelled::Fixed64, .. } => FIXED64,
        Kind::Integer { spelled: Spelled::Fixed32, .. } => FIXED32,
    }
}
