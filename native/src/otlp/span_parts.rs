//! Events and links of a span.

use crate::otlp::wire::{Field, FIXED32, FIXED64, LENGTH, VARINT};

pub const TRACE_ID: usize = 16;
pub const SPAN_ID: usize = 8;

/// The differences of events and links.
pub struct Part {
    pub name: Option<u32>,
    pub attributes: u32,
    /// That of the mapping of attributes in what the SDK walks.
    pub depth: usize,
    pub is_plain: fn(&Field) -> bool,
}

pub const EVENT: Part = Part {
    name: Some(2),
    attributes: 3,
    depth: 2,
    is_plain: |field| matches!((field.number, field.kind), (1, FIXED64) | (4, VARINT)),
};
pub const LINK: Part = Part {
    name: None,
    attributes: 4,
    depth: 1,
    is_plain: |field| match (field.number, field.kind) {
        (1, LENGTH) => field.size() == TRACE_ID || field.size() == 0,
        (2, LENGTH) => field.size() == SPAN_ID || field.size() == 0,
        (3, LENGTH) => field.size() == 0,
        (5, VARINT) | (6, FIXED32) => true,
        _ => false,
    },
};
