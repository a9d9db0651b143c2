//! Walks one span, its events, its links and its status, as `item.rs` walks a log record.

use crate::otlp::item::{Context, Kind, Odd, Walk};
use crate::otlp::mapping::{Mapping, Once, MOST_ENTRIES};
use crate::otlp::node::Node;
use crate::otlp::span_parts::{Part, EVENT, LINK, SPAN_ID, TRACE_ID};
use crate::otlp::wire::{Fields, Range, FIXED32, FIXED64, LENGTH, VARINT};

impl Walk {
    /// Visit a span.
    pub fn span(&mut self, context: &Context<'_>, range: Range) -> Result<(), Odd> {
        self.begin();
        let (own, name) = (self.node(Node::Root("")), self.node(Node::Root("$name")));
        let (event, link) = (self.node(Node::Root("$event")), self.node(Node::Root("$link")));
        let status = self.node(Node::Root("$status"));
        let mut once = Once::default();
        let mut attributes = Mapping::default();
        let mut many = 0;
        let mut fields = Fields::new(context.data, range);
        while let Some(field) = fields.next()? {
            if !matches!(field.number, 9 | 11 | 13) {
                once.see(&field)?;
            }
            match (field.number, field.kind) {
                (7 | 8, FIXED64) | (6 | 10 | 12 | 14, VARINT) | (16, FIXED32) => {}
                (1, LENGTH) if field.size() == TRACE_ID || field.size() == 0 => {}
                (2 | 4, LENGTH) if field.size() == SPAN_ID || field.size() == 0 => {}
                (3, LENGTH) if field.size() == 0 => {}
                (5, LENGTH) => self.text(context, field.content, name, Kind::Text)?,
                (9, LENGTH) => self.entry(context, field.content, own, 0, &mut attributes, true)?,
                (11, LENGTH) => {
                    self.part(context, field.content, event, &EVENT)?;
                    many += 1;
                }
                (13, LENGTH) => {
                    self.part(context, field.content, link, &LINK)?;
                    many += 1;
                }
                (15, LENGTH) => self.status(context, field.content, status)?,
                _ => return Err(Odd),
            }
            if many > MOST_ENTRIES {
                return Err(Odd);
            }
        }
        attributes.close()?;
        self.join_keys(context)
    }

    fn status(&mut self, context: &Context<'_>, range: Range, node: usize) -> Result<(), Odd> {
        let mut once = Once::default();
        let mut fields = Fields::new(context.data, range);
        while let Some(field) = fields.next()? {
            once.see(&field)?;
            match (field.number, field.kind) {
                (2, LENGTH) => self.text(context, field.content, node, Kind::Text)?,
                (3, VARINT) => {}
                _ => return Err(Odd),
            }
        }
        Ok(())
    }

    /// Visit an event or a link.
    fn part(&mut self, context: &Context<'_>, range: Range, node: usize, shape: &Part) -> Result<(), Odd> {
        let mut once = Once::default();
        let mut attributes = Mapping::default();
        let mut fields = Fields::new(context.data, range);
        while let Some(field) = fields.next()? {
            if field.number != shape.attributes {
                once.see(&field)?;
            }
            if field.is(shape.attributes, LENGTH) {
                self.entry(context, field.content, node, shape.depth, &mut attributes, false)?;
            } else if field.kind == LENGTH && shape.name == Some(field.number) {
                self.text(context, field.content, node, Kind::Text)?;
            } else if !(shape.is_plain)(&field) {
                return Err(Odd);
            }
        }
        attributes.close()
    }
}
