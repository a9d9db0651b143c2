//! Writes a sealed request, in parts that are small enough for the next hop.

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use crate::otlp::attributes::text_attribute;
use crate::otlp::request::{Request, State, LOGS};
use crate::otlp::wire::{put_sized, put_varint, varint_size};

const UID: &[u8] = b"sealog.uid";

impl Request {
    /// Give the tag of an item's attributes.
    pub(super) fn tag(&self) -> u8 {
        if self.signal == LOGS {
            0x32
        } else {
            0x4a
        }
    }

    pub(super) fn parts(&self, stream: &str, most: usize) -> PyResult<Vec<Vec<u8>>> {
        let unsealed = || PyValueError::new_err("something in the request is not sealed");
        let mut parts = Vec::new();
        let mut part = Vec::with_capacity(self.data.len() + self.data.len() / 2);
        for resource in &self.resources {
            let head = self.origins[resource.origin].sealed.as_deref().ok_or_else(unsealed)?;
            let mut scopes: Vec<u8> = Vec::new();
            for scope in &resource.scopes {
                let scope_head = self.origins[scope.origin].sealed.as_deref().ok_or_else(unsealed)?;
                let mut items: Vec<u8> = scope_head.to_vec();
                let mut has_items = false;
                for number in scope.items.clone() {
                    let begin = items.len();
                    self.put_item(&mut items, number, stream).ok_or_else(unsealed)?;
                    let size = part.len() + head.len() + scopes.len() + items.len() + 32;
                    if size > most && (has_items || !scopes.is_empty() || !part.is_empty()) {
                        let item = items.split_off(begin);
                        if has_items {
                            put_sized(&mut scopes, 0x12, &items);
                        }
                        if !scopes.is_empty() {
                            put_pair(&mut part, head, &scopes);
                            scopes.clear();
                        }
                        parts.push(std::mem::take(&mut part));
                        items = scope_head.to_vec();
                        items.extend_from_slice(&item);
                    }
                    has_items = true;
                }
                put_sized(&mut scopes, 0x12, &items);
            }
            put_pair(&mut part, head, &scopes);
        }
        parts.push(part);
        Ok(parts)
    }

    /// Write an item as a field of its scope; None if it is not sealed.
    fn put_item(&self, out: &mut Vec<u8>, number: usize, stream: &str) -> Option<()> {
        let item = &self.items[number];
        let (bytes, has_uid) = match &item.state {
            State::Clean { has_uid } => (&self.data[item.range.0..item.range.1], *has_uid),
            State::Sealed { bytes, has_uid } => (bytes.as_slice(), *has_uid),
            State::Ask(_) | State::Unknown(_) | State::Odd => return None,
        };
        if has_uid || self.signal != LOGS {
            put_sized(out, 0x12, bytes);
            return Some(());
        }
        let uid = text_attribute(UID, &format!("{stream}-{}", number + 1));
        out.push(0x12);
        put_varint(out, (bytes.len() + 1 + varint_size(uid.len()) + uid.len()) as u64);
        out.extend_from_slice(bytes);
        put_sized(out, self.tag(), &uid);
        Some(())
    }
}

/// Write a field of a request whose content is in two pieces.
fn put_pair(out: &mut Vec<u8>, head: &[u8], rest: &[u8]) {
    out.push(0x0a);
    put_varint(out, (head.len() + rest.len()) as u64);
    out.extend_from_slice(head);
    out.extend_from_slice(rest);
}
