//! Tests of single OTLP values.

use crate::otlp::item::{Context, Odd};
use crate::otlp::wire::{Fields, Range, FIXED64, LENGTH, VARINT};

/// Integers below it are no finding of any rule, whatever their key.
pub const LONG_NUMBER: u64 = 1_000_000;

const LONG_FLOAT: f64 = 1e11;

pub fn bytes<'a>(context: &Context<'a>, (start, end): Range) -> &'a [u8] {
    &context.data[start..end]
}

/// Tell whether a floating-point number has few digits; others are left to Python, which spells them.
pub fn is_short(context: &Context<'_>, (start, end): Range) -> Result<(), Odd> {
    let number = f64::from_le_bytes(context.data[start..end].try_into().map_err(|_| Odd)?);
    (number.abs() < LONG_FLOAT).then_some(()).ok_or(Odd)
}

/// Tell whether a value is empty, a text, a boolean or a number.
pub fn is_scalar(context: &Context<'_>, value: Option<Range>) -> Result<bool, Odd> {
    let Some(range) = value else { return Ok(true) };
    let mut fields = Fields::new(context.data, range);
    let Some(field) = fields.next()? else { return Ok(true) };
    if fields.next()?.is_some() {
        return Err(Odd);
    }
    Ok(match (field.number, field.kind) {
        (1, LENGTH) => {
            std::str::from_utf8(bytes(context, field.content)).map_err(|_| Odd)?;
            true
        }
        (2 | 3, VARINT) | (4, FIXED64) => true,
        (5..=7, LENGTH) => false,
        _ => return Err(Odd),
    })
}

/// Tell whether a value is a text as record ids are spelled: `[a-z2-7]{13}-[1-9][0-9]{0,10}`.
pub fn is_uid(context: &Context<'_>, value: Range) -> bool {
    let Ok(Some(field)) = Fields::new(context.data, value).next() else { return false };
    if !field.is(1, LENGTH) || field.content.1 != value.1 {
        return false;
    }
    let text = bytes(context, field.content);
    let Some((stream, number)) = text.split_at_checked(13) else { return false };
    stream.iter().all(|byte| matches!(byte, b'a'..=b'z' | b'2'..=b'7'))
        && matches!(number, [b'-', b'1'..=b'9', digits @ ..] if digits.len() <= 10 && digits.iter().all(u8::is_ascii_digit))
}
