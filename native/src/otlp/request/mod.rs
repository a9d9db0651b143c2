//! Seals a request of logs or traces. Plain items are handled here, without the interpreter; Python is asked about new
//! keys, texts that need all rules, and unusual records.

mod sealed_items;

use std::collections::{HashMap, HashSet};
use std::ops::Range as Span;
use std::sync::Arc;

use pyo3::prelude::*;
use pyo3::pybacked::PyBackedBytes;
use pyo3::types::{PyBytes, PyString};

use crate::detection::fast_scanner::Found;
use crate::otlp::item::{Kind as TextKind, Piece};
use crate::otlp::node::{path, Node};
use crate::otlp::places::{BytePlaces, CodePoints};
use crate::otlp::reader::RequestReader;
use crate::otlp::wire::Range;
use crate::panic_guard::calmly;
use crate::sealing::cipher::{Value, ValueCipher};
use crate::sealing::plain_kinds::PlainKinds;

pub const LOGS: u8 = 1;

pub struct Resource {
    pub origin: usize,
    pub scopes: Vec<Scope>,
}

pub struct Scope {
    pub origin: usize,
    pub items: Span<usize>,
}

/// A resource or scope and the fields beside its items, as received and sealed.
pub struct Origin {
    pub digest: [u8; 32],
    /// A byte that tells resource from scope, and the fields.
    pub raw: Vec<u8>,
    pub sealed: Option<Arc<[u8]>>,
}

pub struct Item {
    pub range: Range,
    pub state: State,
}

pub enum State {
    /// Stays as it is.
    Clean { has_uid: bool },
    /// These of its keys are new.
    Unknown(Vec<String>),
    /// Python must scan it, or decide what happens to the findings.
    Ask(Box<Ask>),
    /// Left to Python.
    Odd,
    /// Sealed; its id may be missing.
    Sealed { bytes: Vec<u8>, has_uid: bool },
}

pub struct Ask {
    pub joined: String,
    pub pieces: Vec<Piece>,
    pub nodes: Vec<Node>,
    pub has_uid: bool,
    pub found: Option<Vec<Found>>,
}

/// Number of the item, its texts joined by U+001E, entity, start and end of what was found in them, and start, end and key of
/// the texts under keys with a rule; places in code points.
type Question<'a> = (usize, &'a str, Option<Vec<(Py<PyString>, usize, usize)>>, Vec<(usize, usize, String)>);

/// Number of an item, its values, and `KeyValue` messages that it gets.
type Filling = (usize, Vec<Value>, Vec<PyBackedBytes>);

/// One request. It belongs to one thread at a time.
#[pyclass(module = "sealog._native")]
pub struct Request {
    pub(super) signal: u8,
    pub(super) resources: Vec<Resource>,
    pub(super) origins: Vec<Origin>,
    pub(super) items: Vec<Item>,
    pub(super) data: PyBackedBytes,
    /// How many of its items `seal_plain` has seen.
    pub(super) seen: usize,
    /// How many of its items `questions` has given, or passed over.
    pub(super) asked: usize,
}

#[pymethods]
impl Request {
    /// Give how many records or spans it has.
    fn __len__(&self) -> usize {
        self.items.len()
    }

    /// Give the keys that `learn` must get before the request is read again.
    fn unknown_keys(&self) -> HashSet<&str> {
        let unknown = self.items.iter().filter_map(|item| match &item.state {
            State::Unknown(keys) => Some(keys),
            _ => None,
        });
        unknown.flatten().map(String::as_str).collect()
    }

    /// Give the resources and scopes that are new: number, whether it is a scope, the fields.
    fn unknown_origins<'py>(&self, py: Python<'py>) -> Vec<(usize, bool, Bound<'py, PyBytes>)> {
        let unknown = self.origins.iter().enumerate().filter(|(_, origin)| origin.sealed.is_none());
        unknown.map(|(number, origin)| (number, origin.raw[0] == 1, PyBytes::new(py, &origin.raw[1..]))).collect()
    }

    /// Take the sealed fields of a resource or scope.
    fn put_origin(&mut self, reader: &RequestReader, number: usize, sealed: &[u8]) {
        let sealed: Arc<[u8]> = sealed.into();
        reader.remember(self.origins[number].digest, &sealed);
        self.origins[number].sealed = Some(sealed);
    }

    /// Give the items that are left to Python, each with its number.
    fn odd<'py>(&self, py: Python<'py>) -> Vec<(usize, Bound<'py, PyBytes>)> {
        let odd =
            self.items.iter().enumerate().filter(|(_, item)| matches!(item.state, State::Odd | State::Unknown(_)));
        odd.map(|(number, item)| (number, PyBytes::new(py, &self.data[item.range.0..item.range.1]))).collect()
    }

    /// Take an item that Python sealed, with its id.
    fn put(&mut self, number: usize, sealed: &[u8]) {
        self.items[number].state = State::Sealed { bytes: sealed.to_vec(), has_uid: true };
    }

    /// Leave an item to Python.
    fn give_up(&mut self, number: usize) {
        self.items[number].state = State::Odd;
    }

    /// Give the next questions for Python, at most so many; none when all have been given. It is called after the ones
    /// before are answered.
    fn questions(&mut self, py: Python<'_>, reader: &RequestReader, most: usize) -> Vec<Question<'_>> {
        let begin = self.asked;
        let is_ask = |item: &Item| matches!(item.state, State::Ask(_));
        let last = self.items[begin..].iter().enumerate().filter(|(_, item)| is_ask(item)).take(most).last();
        let Some((last, _)) = last else { return Vec::new() };
        self.asked = begin + last + 1;
        let asks = self.items[..self.asked].iter().enumerate().skip(begin);
        let asks = asks.filter_map(|(number, item)| match &item.state {
            State::Ask(ask) => Some((number, ask)),
            _ => None,
        });
        asks.map(|(number, ask)| {
            let found = ask.found.as_ref();
            let keyed = ask.pieces.iter().filter(|piece| piece.kind == TextKind::Keyed);
            let mut points = CodePoints::new(&ask.joined);
            let keyed = keyed.map(|piece| {
                let (start, end) = (points.of(piece.joined.0), points.of(piece.joined.1));
                (start, end, self.key(&ask.nodes[piece.node]))
            });
            let keyed = keyed.collect();
            let entity = |rule: usize| reader.scanner.get().names_of(rule).0.clone_ref(py);
            let found = found.map(|found| found.iter().map(|one| (entity(one.rule), one.start, one.end)).collect());
            (number, ask.joined.as_str(), found, keyed)
        })
        .collect()
    }

    /// Give the paths of the texts in which these places of an item's joined texts lie, in code points.
    fn paths(&self, number: usize, places: Vec<usize>) -> Vec<String> {
        let State::Ask(ask) = &self.items[number].state else { return Vec::new() };
        let mut bytes = BytePlaces::new(&ask.joined);
        places
            .into_iter()
            .map(|place| {
                let at = bytes.of(place);
                ask.piece_at(at).map_or_else(String::new, |piece| path(&self.data, &ask.nodes, piece.node))
            })
            .collect()
    }

    /// Give how many values `seal_plain` may find in the items that it has not seen; `most` where there are more.
    fn plain_values(&self, kinds: &PlainKinds, most: usize) -> usize {
        let mut many = 0;
        for item in &self.items[self.seen..] {
            if let State::Ask(ask) = &item.state {
                many += ask.found.as_ref().map_or(0, Vec::len).min(kinds.most);
                if many >= most {
                    return most;
                }
            }
        }
        many
    }

    /// Seal the values of the next items that can be sealed without Python, until there is no nonce of 12 bytes left for
    /// each value of the next one. `of_key` is the attribute for the key. Gives how many values of each entity were sealed.
    fn seal_plain(
        &mut self,
        py: Python<'_>,
        kinds: &PlainKinds,
        cipher: &ValueCipher,
        of_key: &[u8],
        nonces: &[u8],
    ) -> PyResult<HashMap<String, usize>> {
        py.detach(|| calmly(|| Ok(self.plain_sealed(kinds, cipher, of_key, nonces))))
    }

    /// Seal the values of items. `nonces` has 12 bytes for each value of all of them. Gives the numbers of items that are
    /// left to Python after all, because a value is not a text of its own.
    fn fill(
        &mut self,
        py: Python<'_>,
        cipher: &ValueCipher,
        fillings: Vec<Filling>,
        nonces: PyBackedBytes,
    ) -> PyResult<Vec<usize>> {
        py.detach(|| calmly(|| self.filled(cipher, &fillings, &nonces)))
    }

    /// Give the sealed request, in parts of at most `most` bytes; a larger item is a part of its own. `stream` is
    /// the prefix of record ids.
    fn finish<'py>(&self, py: Python<'py>, stream: &str, most: Option<usize>) -> PyResult<Vec<Bound<'py, PyBytes>>> {
        let parts = py.detach(|| calmly(|| self.parts(stream, most.unwrap_or(usize::MAX))))?;
        Ok(parts.into_iter().map(|part| PyBytes::new(py, &part)).collect())
    }
}

impl Request {
    fn key(&self, node: &Node) -> String {
        match node {
            Node::Key { key, .. } => String::from_utf8_lossy(&self.data[key.0..key.1]).into_owned(),
            Node::Root(_) => String::new(),
        }
    }
}
