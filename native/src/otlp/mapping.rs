//! Notices fields of a message, and keys of a mapping, that occur twice.

use std::collections::HashSet;

use crate::otlp::item::{Context, Odd};
use crate::otlp::key_memory::Key;
use crate::otlp::values::bytes;
use crate::otlp::wire::{Field, Range};

pub const MOST_ENTRIES: usize = 512;
const FEW: usize = 16;

/// The fields of a message that may be there once.
#[derive(Default)]
pub struct Once(u32);

impl Once {
    pub fn see(&mut self, field: &Field) -> Result<(), Odd> {
        let bit = 1u32.checked_shl(field.number).ok_or(Odd)?;
        if self.0 & bit != 0 {
            return Err(Odd);
        }
        self.0 |= bit;
        Ok(())
    }
}

/// The keys of one mapping.
#[derive(Default)]
pub struct Mapping {
    few: Vec<Range>,
    many: HashSet<Vec<u8>>,
    is_naming: bool,
    has_value: bool,
}

impl Mapping {
    /// Note a key; one that is there already is odd.
    pub fn see(&mut self, context: &Context<'_>, place: Range) -> Result<(), Odd> {
        let key = bytes(context, place);
        if self.few.len() < FEW {
            if self.few.iter().any(|&other| bytes(context, other) == key) {
                return Err(Odd);
            }
            self.few.push(place);
            return Ok(());
        }
        if self.many.is_empty() {
            self.many.extend(self.few.iter().map(|&other| bytes(context, other).to_vec()));
        }
        (self.many.len() < MOST_ENTRIES && self.many.insert(key.to_vec())).then_some(()).ok_or(Odd)
    }

    pub fn note(&mut self, key: &Key) {
        self.is_naming |= key.is_naming;
        self.has_value |= key.is_value;
    }

    /// Tell whether no key in it may name the value of another.
    pub fn close(&self) -> Result<(), Odd> {
        (!(self.is_naming && self.has_value)).then_some(()).ok_or(Odd)
    }
}
