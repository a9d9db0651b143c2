//! Copies a message with other texts in some places. It needs no schema: a field of bytes that contains a place is a
//! message around it, unless it is the place itself.

use crate::otlp::wire::{put_varint, Broken, Field, Fields, Range, LENGTH};

/// Write the message in `data[range]` to `out`, with `texts` in their places: sorted by place, each the whole content of
/// a field.
pub fn rebuild(data: &[u8], range: Range, texts: &[(Range, String)], out: &mut Vec<u8>) -> Result<(), Broken> {
    let mut left = texts;
    let mut copied = range.0;
    let mut fields = Fields::new(data, range);
    while let Some(field) = fields.next()? {
        let inside = left.iter().take_while(|(place, _)| place.1 <= field.content.1).count();
        if inside == 0 {
            if left.is_empty() {
                break;
            }
            continue;
        }
        let (here, further) = left.split_at(inside);
        left = further;
        if field.kind != LENGTH || here[0].0 .0 < field.content.0 {
            return Err(Broken);
        }
        out.extend_from_slice(&data[copied..field.begin]);
        copied = field.content.1;
        put_tag(out, &field);
        match here {
            [(place, text)] if *place == field.content => {
                put_varint(out, text.len() as u64);
                out.extend_from_slice(text.as_bytes());
            }
            _ => {
                let mut inner =
                    Vec::with_capacity(field.size() + here.iter().map(|(_, text)| text.len()).sum::<usize>());
                rebuild(data, field.content, here, &mut inner)?;
                put_varint(out, inner.len() as u64);
                out.extend_from_slice(&inner);
            }
        }
    }
    if !left.is_empty() {
        return Err(Broken);
    }
    out.extend_from_slice(&data[copied..range.1]);
    Ok(())
}

fn put_tag(out: &mut Vec<u8>, field: &Field) {
    put_varint(out, u64::from(field.number) << 3 | u64::from(field.kind));
}
