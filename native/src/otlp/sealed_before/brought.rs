//! What an item brings under names of sealog's own, because it was sealed before (`sealog_exporters/sealing/own.py`).

use crate::otlp::item::{Context, Odd};
use crate::otlp::mapping::MOST_ENTRIES;
use crate::otlp::values::bytes;
use crate::otlp::wire::{Fields, Range, LENGTH};
use crate::sealing::spelling::{is_entity, is_index, sealed_key, KeyId};

const SIGNS_OF_TAG: (usize, usize) = (8, 16);
/// Letters, two a byte: 44 bytes of an index tag, 84 of its key.
const TAG_SIGNS: usize = 88;
const TAG_KEY_SIGNS: usize = 168;

/// The attributes of ours that an item brings. Only those that are spelled as ours are noted; others are for Python.
#[derive(Default)]
pub struct Brought {
    key_ids: Vec<KeyId>,
    /// It has an attribute that is ours only beside a data key.
    needs_key: bool,
    entities: Vec<Range>,
    is_any: bool,
}

impl Brought {
    pub fn clear(&mut self) {
        self.key_ids.clear();
        self.entities.clear();
        (self.needs_key, self.is_any) = (false, false);
    }

    /// Tell whether there is any; its id does not count.
    pub fn is_any(&self) -> bool {
        self.is_any
    }

    /// Note an attribute of the item, and tell whether it has a name of ours.
    pub fn note(&mut self, context: &Context<'_>, name: &[u8], value: Option<Range>) -> Result<bool, Odd> {
        match name {
            b"sealog.key" => {
                for text in texts(context, value)? {
                    self.key_ids.push(sealed_key(bytes(context, text)).ok_or(Odd)?);
                }
            }
            b"sealog.entities" => self.entities = spelled(context, value, is_entity)?,
            b"sealog.index" => {
                spelled(context, value, is_index)?;
                self.needs_key = true;
            }
            b"sealog.index_tag" => {
                spelled(context, value, is_index_tag)?;
                self.needs_key = true;
            }
            b"sealog.pseudonym" => {
                spelled(context, value, is_pseudonym)?;
                self.needs_key = true;
            }
            b"sealog.arguments_eq" | b"sealog.result_eq" => {
                spelled(context, value, is_equality_tag)?;
            }
            _ => return Ok(false),
        }
        self.is_any = true;
        Ok(true)
    }

    /// Tell whether all of it may stay under its names.
    pub fn is_genuine(&self, context: &Context<'_>) -> bool {
        !self.key_ids.is_empty()
            || (!self.needs_key && self.entities.iter().all(|&entity| context.has_entity(bytes(context, entity))))
    }

    /// Tell whether a data key came with the item, and is not one that this process can ask.
    pub fn vouches_for(&self, context: &Context<'_>, key_id: KeyId) -> bool {
        self.key_ids.contains(&key_id) && !context.in_use.contains(&key_id)
    }
}

fn spelled(context: &Context<'_>, value: Option<Range>, is_spelled: impl Fn(&[u8]) -> bool) -> Result<Vec<Range>, Odd> {
    let texts = texts(context, value)?;
    texts.iter().all(|&text| is_spelled(bytes(context, text))).then_some(texts).ok_or(Odd)
}

/// Give the text that a value is, or the texts that it lists.
fn texts(context: &Context<'_>, value: Option<Range>) -> Result<Vec<Range>, Odd> {
    let (number, content) = only_field(context, value.ok_or(Odd)?)?;
    match number {
        1 => Ok(vec![content]),
        5 => {
            let mut texts = Vec::new();
            let mut fields = Fields::new(context.data, content);
            while let Some(field) = fields.next()? {
                if !field.is(1, LENGTH) || texts.len() == MOST_ENTRIES {
                    return Err(Odd);
                }
                let (1, text) = only_field(context, field.content)? else { return Err(Odd) };
                texts.push(text);
            }
            Ok(texts)
        }
        _ => Err(Odd),
    }
}

fn only_field(context: &Context<'_>, range: Range) -> Result<(u32, Range), Odd> {
    let mut fields = Fields::new(context.data, range);
    match (fields.next()?, fields.next()?) {
        (Some(field), None) if field.kind == LENGTH => Ok((field.number, field.content)),
        _ => Err(Odd),
    }
}

/// Tell whether a text is spelled as docs/spec/pseudonyms.md says.
fn is_pseudonym(text: &[u8]) -> bool {
    let at = text.iter().position(|&byte| byte == b':');
    at.is_some_and(|at| is_entity(&text[..at]) && is_index(&text[at + 1..]))
}

/// Tell whether a text is spelled as docs/spec/index-service.md says: an index tag, or its key.
fn is_index_tag(text: &[u8]) -> bool {
    [(&b"tag1~"[..], TAG_SIGNS), (&b"tagkey1~"[..], TAG_KEY_SIGNS)]
        .iter()
        .any(|(head, signs)| text.strip_prefix(*head).is_some_and(|part| part.len() == *signs && is_of_letters(part)))
}

/// Tell whether a text is spelled as docs/spec/equality-tags.md says.
fn is_equality_tag(text: &[u8]) -> bool {
    let (first, second) = SIGNS_OF_TAG;
    text.len() == first + 1 + second
        && text[first] == b'-'
        && is_of_letters(&text[..first])
        && is_of_letters(&text[first + 1..])
}

/// Tell whether bytes are spelled with the letters a to p, which no number of a person is.
fn is_of_letters(text: &[u8]) -> bool {
    text.iter().all(|byte| matches!(byte, b'a'..=b'p'))
}
