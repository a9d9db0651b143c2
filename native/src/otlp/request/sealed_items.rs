//! Seals the items of a request in place: with the values that Python gives, or without a question where all are plain.

use std::collections::{BTreeSet, HashMap};

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use crate::otlp::attributes::list_attribute;
use crate::otlp::item::{Kind as TextKind, Piece};
use crate::otlp::node::path;
use crate::otlp::places::BytePlaces;
use crate::otlp::rebuild::rebuild;
use crate::otlp::request::{Ask, Filling, Request, State};
use crate::otlp::wire::{put_sized, Range};
use crate::sealing::cipher::{Kind, Sealable, ValueCipher, NONCE_SIZE};
use crate::sealing::plain_kinds::PlainKinds;

const INDEX: &[u8] = b"sealog.index";
const ENTITIES: &[u8] = b"sealog.entities";

impl Request {
    pub(super) fn filled(&mut self, cipher: &ValueCipher, fillings: &[Filling], nonces: &[u8]) -> PyResult<Vec<usize>> {
        let mut odd = Vec::new();
        let mut left = nonces;
        for (number, values, carried) in fillings {
            let size = values.len() * NONCE_SIZE;
            let (here, further) =
                left.split_at_checked(size).ok_or_else(|| PyValueError::new_err("nonces are missing"))?;
            left = further;
            let State::Ask(ask) = &self.items[*number].state else { continue };
            let values: Vec<_> =
                values.iter().map(|(kind, form, start, end)| (kind.get(), form.as_deref(), *start, *end)).collect();
            let state = match self.sealed(cipher, *number, ask, &values, carried, here)? {
                Some(bytes) => State::Sealed { bytes, has_uid: ask.has_uid },
                None => {
                    odd.push(*number);
                    State::Odd
                }
            };
            self.items[*number].state = state;
        }
        Ok(odd)
    }

    pub(super) fn plain_sealed(
        &mut self,
        kinds: &PlainKinds,
        cipher: &ValueCipher,
        of_key: &[u8],
        nonces: &[u8],
    ) -> HashMap<String, usize> {
        let mut counts = HashMap::new();
        let mut left = nonces;
        while self.seen < self.items.len() {
            let number = self.seen;
            self.seen += 1;
            let State::Ask(ask) = &self.items[number].state else { continue };
            let Some(values) = ask.plain_values(kinds) else { continue };
            let Some((here, further)) = left.split_at_checked(values.len() * NONCE_SIZE) else {
                self.seen = number;
                break;
            };
            let values: Vec<_> =
                values.iter().map(|(kind, form, start, end)| (*kind, form.as_deref(), *start, *end)).collect();
            let entities: BTreeSet<_> = values.iter().map(|(kind, ..)| kind.entity.as_str()).collect();
            let carried = [list_attribute(ENTITIES, entities), of_key.to_vec()];
            // A value that can't be sealed leaves the item to Python, which masks it.
            let Ok(sealed) = self.sealed(cipher, number, ask, &values, &carried, here) else { continue };
            left = further;
            self.items[number].state = match sealed {
                Some(bytes) => {
                    for (kind, ..) in &values {
                        *counts.entry(kind.entity.clone()).or_default() += 1;
                    }
                    State::Sealed { bytes, has_uid: ask.has_uid }
                }
                None => State::Odd,
            };
        }
        counts
    }

    fn sealed(
        &self,
        cipher: &ValueCipher,
        number: usize,
        ask: &Ask,
        values: &[Sealable<'_>],
        carried: &[impl AsRef<[u8]>],
        nonces: &[u8],
    ) -> PyResult<Option<Vec<u8>>> {
        let range = self.items[number].range;
        let mut bytes = BytePlaces::new(&ask.joined);
        let mut texts: Vec<(Range, String)> = Vec::new();
        let mut indexes = Vec::new();
        let mut at = 0;
        while at < values.len() {
            let start = bytes.of(values[at].2);
            let Some(piece) = ask.piece_at(start) else { return Ok(None) };
            let text = &ask.joined[piece.joined.0..piece.joined.1];
            let first = at;
            let mut here = Vec::new();
            let mut begin = start;
            while begin < piece.joined.1 {
                let (kind, form, _, end) = values[at];
                let end = bytes.of(end);
                if end > piece.joined.1 || end <= begin {
                    return Ok(None);
                }
                here.push((kind, form, begin - piece.joined.0, end - piece.joined.0));
                at += 1;
                match values.get(at) {
                    Some(next) => begin = bytes.of(next.2),
                    None => break,
                }
            }
            if piece.kind == TextKind::Fixed || (piece.kind == TextKind::Text && may_hold_numbers(text, &here)) {
                return Ok(None);
            }
            let nonces = &nonces[first * NONCE_SIZE..at * NONCE_SIZE];
            let (new, some) = cipher.seal(text, &here, &path(&self.data, &ask.nodes, piece.node), nonces)?;
            texts.push((piece.place, new));
            indexes.extend(some);
        }
        let mut out = Vec::with_capacity(range.1 - range.0 + 512);
        if rebuild(&self.data, range, &texts, &mut out).is_err() {
            return Ok(None);
        }
        let tag = self.tag();
        for attribute in carried {
            put_sized(&mut out, tag, attribute.as_ref());
        }
        if !indexes.is_empty() {
            put_sized(&mut out, tag, &list_attribute(INDEX, indexes.iter().map(String::as_str)));
        }
        Ok(Some(out))
    }
}

/// As `Sealable`, with a normalised form of its own.
type Plain<'a> = (&'a Kind, Option<String>, usize, usize);

/// Tell whether a text may be a document in which one of the values is a number: its replacement needs quotes.
fn may_hold_numbers<T, U>(text: &str, values: &[(T, U, usize, usize)]) -> bool {
    let is_of_number = |byte: u8| byte.is_ascii_digit() || b"+-.eE".contains(&byte);
    text.contains(['{', '[', '('])
        && values.iter().any(|(_, _, start, end)| text.as_bytes()[*start..*end].iter().all(|&byte| is_of_number(byte)))
}

impl Ask {
    /// Give what is found here, if all of it can be sealed without Python; places in code points.
    fn plain_values<'a>(&self, kinds: &'a PlainKinds) -> Option<Vec<Plain<'a>>> {
        let found = self.found.as_ref().filter(|found| (1..=kinds.most).contains(&found.len()))?;
        if self.pieces.iter().any(|piece| piece.kind == TextKind::Keyed) {
            return None;
        }
        let mut bytes = BytePlaces::new(&self.joined);
        let mut plain = Vec::with_capacity(found.len());
        for one in found {
            let (start, end) = (bytes.of(one.start), bytes.of(one.end));
            let (kind, form) = kinds.of(one.rule, &self.joined[start..end])?;
            plain.push((kind, form, one.start, one.end));
        }
        Some(plain)
    }

    /// Give the text in which a place of the joined texts lies.
    pub(super) fn piece_at(&self, at: usize) -> Option<&Piece> {
        let following = self.pieces.partition_point(|piece| piece.joined.0 <= at);
        following.checked_sub(1).map(|number| &self.pieces[number])
    }
}
