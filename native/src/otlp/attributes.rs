//! Attributes as OTLP writes them: `KeyValue` messages.

use crate::otlp::wire::put_sized;

/// Give a `KeyValue` with a text.
pub fn text_attribute(key: &[u8], text: &str) -> Vec<u8> {
    let mut value = Vec::with_capacity(text.len() + 4);
    put_sized(&mut value, 0x0a, text.as_bytes());
    attribute(key, &value)
}

/// Give a `KeyValue` with a list of texts.
pub fn list_attribute<'a>(key: &[u8], texts: impl IntoIterator<Item = &'a str>) -> Vec<u8> {
    let mut list = Vec::new();
    for text in texts {
        let mut value = Vec::with_capacity(text.len() + 4);
        put_sized(&mut value, 0x0a, text.as_bytes());
        put_sized(&mut list, 0x0a, &value);
    }
    let mut value = Vec::with_capacity(list.len() + 4);
    put_sized(&mut value, 0x2a, &list);
    attribute(key, &value)
}

fn attribute(key: &[u8], value: &[u8]) -> Vec<u8> {
    let mut pair = Vec::with_capacity(key.len() + value.len() + 8);
    put_sized(&mut pair, 0x0a, key);
    put_sized(&mut pair, 0x12, value);
    pair
}
