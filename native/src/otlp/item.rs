//! Walks one log record or span and collects its texts and their places, in the order of the SDK's walk
//! (`sealog/processor/values/walk.py`). Items with unusual values are left to Python.

use std::collections::HashSet;

use crate::otlp::key_memory::{KeyMemory, KeyRule};
use crate::otlp::mapping::{Mapping, Once, MOST_ENTRIES};
use crate::otlp::node::Node;
use crate::otlp::sealed_before::brought::Brought;
use crate::otlp::span_parts::{SPAN_ID, TRACE_ID};
use crate::otlp::values::{bytes, is_scalar, is_short, is_uid, LONG_NUMBER};
use crate::otlp::wire::{varint, Broken, Fields, Range, FIXED32, FIXED64, LENGTH, VARINT};
use crate::sealing::spelling::KeyId;

const SEPARATOR: char = '\x1e';
const DEEPEST: usize = 16;
const UID: &[u8] = b"sealog.uid";

/// Why an item is left to Python.
pub struct Odd;

impl From<Broken> for Odd {
    fn from(_: Broken) -> Self {
        Self
    }
}

/// The kinds of texts.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Text,
    /// A text under a key with a rule.
    Keyed,
    /// A name, or the digits of a number: an item with a finding there is left to Python.
    Fixed,
}

/// A text of an item: its places in the joined text and in the request, and its node.
#[derive(Clone, Copy)]
pub struct Piece {
    pub joined: Range,
    pub place: Range,
    pub kind: Kind,
    pub node: usize,
}

/// The results of the walk; reused for the next item.
#[derive(Default)]
pub struct Walk {
    /// The texts to scan and, appended by `join_keys`, the silent keys.
    pub joined: String,
    /// Where the silent keys begin in `joined`.
    pub read: usize,
    pub pieces: Vec<Piece>,
    pub nodes: Vec<Node>,
    pub has_uid: bool,
    pub has_keyed: bool,
    pub brought: Brought,
    keys: Vec<(Range, usize)>,
    /// Keys that Python has not judged yet.
    pub unknown: Vec<Range>,
}

/// The values that all items of a request share.
pub struct Context<'a> {
    pub data: &'a [u8],
    pub memory: &'a KeyMemory,
    pub levels: &'a HashSet<Vec<u8>>,
    /// The names that values may have.
    pub entities: &'a HashSet<String>,
    /// The ids of the data keys that this process seals with.
    pub in_use: &'a [KeyId],
}

impl Context<'_> {
    pub fn has_entity(&self, entity: &[u8]) -> bool {
        std::str::from_utf8(entity).is_ok_and(|entity| self.entities.contains(entity))
    }
}

impl Walk {
    /// Visit a log record.
    pub fn log(&mut self, context: &Context<'_>, range: Range) -> Result<(), Odd> {
        self.begin();
        let (body, own) = (self.node(Node::Root("$")), self.node(Node::Root("")));
        let event = self.node(Node::Root("$event_name"));
        let mut once = Once::default();
        let mut attributes = Mapping::default();
        let mut fields = Fields::new(context.data, range);
        while let Some(field) = fields.next()? {
            if field.number != 6 {
                once.see(&field)?;
            }
            match (field.number, field.kind) {
                (1 | 11, FIXED64) | (2 | 7, VARINT) | (8, FIXED32) => {}
                (3, LENGTH) if context.levels.contains(bytes(context, field.content)) => {}
                (5, LENGTH) => self.value(context, field.content, body, 0, KeyRule::None)?,
                (6, LENGTH) => self.entry(context, field.content, own, 0, &mut attributes, true)?,
                (9, LENGTH) if field.size() == TRACE_ID || field.size() == 0 => {}
                (10, LENGTH) if field.size() == SPAN_ID || field.size() == 0 => {}
                (12, LENGTH) => self.text(context, field.content, event, Kind::Text)?,
                _ => return Err(Odd),
            }
        }
        attributes.close()?;
        self.join_keys(context)
    }

    pub fn begin(&mut self) {
        self.joined.clear();
        self.pieces.clear();
        self.nodes.clear();
        self.keys.clear();
        self.unknown.clear();
        self.brought.clear();
        self.has_uid = false;
        self.has_keyed = false;
        self.read = 0;
    }

    pub fn node(&mut self, node: Node) -> usize {
        self.nodes.push(node);
        self.nodes.len() - 1
    }

    /// Visit an `AnyValue`.
    fn value(
        &mut self,
        context: &Context<'_>,
        range: Range,
        node: usize,
        depth: usize,
        rule: KeyRule,
    ) -> Result<(), Odd> {
        let mut fields = Fields::new(context.data, range);
        let Some(field) = fields.next()? else { return Ok(()) };
        if fields.next()?.is_some() {
            return Err(Odd);
        }
        let is_keyed = rule == KeyRule::Sealed;
        match (field.number, field.kind) {
            (1, LENGTH) => self.text(context, field.content, node, if is_keyed { Kind::Keyed } else { Kind::Text }),
            (2, VARINT) => Ok(()),
            (3, VARINT) if !is_keyed => self.number(context, field.content, node),
            (4, FIXED64) if !is_keyed => is_short(context, field.content),
            (5, LENGTH) if !is_keyed && depth < DEEPEST => self.list(context, field.content, node, depth),
            (6, LENGTH) if !is_keyed && depth < DEEPEST => self.mapping(context, field.content, node, depth),
            _ => Err(Odd),
        }
    }

    fn list(&mut self, context: &Context<'_>, range: Range, node: usize, depth: usize) -> Result<(), Odd> {
        let (mut many, mut is_named) = (0, false);
        let mut fields = Fields::new(context.data, range);
        while let Some(field) = fields.next()? {
            many += 1;
            if !field.is(1, LENGTH) || many > MOST_ENTRIES {
                return Err(Odd);
            }
            // A list of numbers may be a text's characters, and a text a name or an option with its value behind it.
            if let Some(inner) = Fields::new(context.data, field.content).next()? {
                let is_option = inner.is(1, LENGTH) && bytes(context, inner.content).starts_with(b"-");
                if is_option || (inner.number == 3 && many == 1) {
                    return Err(Odd);
                }
                is_named |= matches!(inner.number, 1 | 7) && many == 1;
            }
            self.value(context, field.content, node, depth + 1, KeyRule::None)?;
        }
        if is_named && many == 2 {
            Err(Odd)
        } else {
            Ok(())
        }
    }

    fn mapping(&mut self, context: &Context<'_>, range: Range, node: usize, depth: usize) -> Result<(), Odd> {
        let mut mapping = Mapping::default();
        let mut fields = Fields::new(context.data, range);
        while let Some(field) = fields.next()? {
            if !field.is(1, LENGTH) {
                return Err(Odd);
            }
            self.entry(context, field.content, node, depth, &mut mapping, false)?;
        }
        mapping.close()
    }

    /// Visit a `KeyValue` of a mapping; `is_own` says that it is an attribute of the item itself.
    pub fn entry(
        &mut self,
        context: &Context<'_>,
        range: Range,
        node: usize,
        depth: usize,
        mapping: &mut Mapping,
        is_own: bool,
    ) -> Result<(), Odd> {
        let (mut key, mut value) = (None, None);
        let mut fields = Fields::new(context.data, range);
        while let Some(field) = fields.next()? {
            let slot = match (field.number, field.kind) {
                (1, LENGTH) => &mut key,
                (2, LENGTH) => &mut value,
                _ => return Err(Odd),
            };
            if slot.replace(field.content).is_some() {
                return Err(Odd);
            }
        }
        let Some(place) = key.filter(|(start, end)| start < end) else { return Err(Odd) };
        let key = bytes(context, place);
        mapping.see(context, place)?;
        if is_own && key.starts_with(b"sealog.") {
            if key == UID {
                self.has_uid = true;
                return value.is_some_and(|value| is_uid(context, value)).then_some(()).ok_or(Odd);
            }
            if self.brought.note(context, key, value)? {
                return Ok(());
            }
        }
        let known = context.memory.with(key, |known| {
            known.map(|known| {
                mapping.note(known);
                (known.rule, known.is_silent)
            })
        });
        let Some((rule, is_silent)) = known else {
            self.unknown.push(place);
            return match value {
                Some(value) => self.value(context, value, node, depth + 1, KeyRule::None),
                None => Ok(()),
            };
        };
        if rule == KeyRule::Odd || (rule == KeyRule::Left && depth == 0 && is_scalar(context, value)?) {
            return if rule == KeyRule::Odd { Err(Odd) } else { Ok(()) };
        }
        let node = self.node(Node::Key { above: node, key: place });
        if is_silent {
            self.keys.push((place, node));
            self.joined.push(SEPARATOR); // what stands before this value is not its key
        } else {
            self.text(context, place, node, Kind::Fixed)?;
        }
        match value {
            Some(value) => self.value(context, value, node, depth + 1, rule),
            None => Ok(()),
        }
    }

    pub fn text(&mut self, context: &Context<'_>, place: Range, node: usize, kind: Kind) -> Result<(), Odd> {
        let text = std::str::from_utf8(bytes(context, place)).map_err(|_| Odd)?;
        self.has_keyed |= kind == Kind::Keyed;
        self.join(text, place, node, kind);
        Ok(())
    }

    fn number(&mut self, context: &Context<'_>, place: Range, node: usize) -> Result<(), Odd> {
        let (number, _) = varint(context.data, place.0).ok_or(Odd)?;
        let number = number as i64;
        if number.unsigned_abs() >= LONG_NUMBER {
            self.join(&number.to_string(), place, node, Kind::Fixed);
        }
        Ok(())
    }

    fn join(&mut self, text: &str, place: Range, node: usize, kind: Kind) {
        if !self.joined.is_empty() {
            self.joined.push(SEPARATOR);
        }
        let start = self.joined.len();
        self.joined.push_str(text);
        self.pieces.push(Piece { joined: (start, self.joined.len()), place, kind, node });
    }

    /// Append the silent keys to the texts.
    pub fn join_keys(&mut self, context: &Context<'_>) -> Result<(), Odd> {
        self.read = self.joined.len();
        for (place, node) in std::mem::take(&mut self.keys) {
            self.text(context, place, node, Kind::Fixed)?;
        }
        Ok(())
    }
}
