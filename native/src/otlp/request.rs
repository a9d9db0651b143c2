//! A request of logs or traces on its way to be sealed. What is plain is done here, without the interpreter; what is not
//! is asked of Python: keys that are new, texts that need all rules, records that are odd.

use std::collections::{HashMap, HashSet};
use std::ops::Range as Span;
use std::sync::{Arc, Mutex, PoisonError};

use pyo3::exceptions::{PyOverflowError, PyValueError};
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedBytes;
use pyo3::types::{PyBytes, PyString};
use sha2::{Digest, Sha256};

use crate::detection::fast_scanner::{FastScanner, Found, Look};
use crate::otlp::item::{path, Context, Kind as TextKind, Node, Piece, Walk};
use crate::otlp::key_memory::{Key, KeyMemory, KeyRule};
use crate::otlp::rebuild::rebuild;
use crate::otlp::wire::{put_sized, put_varint, varint_size, Fields, Range, LENGTH};
use crate::panic_guard::calmly;
use crate::sealing::cipher::{Value, ValueCipher, NONCE_SIZE};

const MOST_ORIGINS: usize = 4096;
const LONGEST_ORIGIN: usize = 16 << 10;
const MOST_UNKNOWN: usize = 512;
const LOGS: u8 = 1;
const SCOPES: u32 = 2;
const ITEMS: u32 = 2;
const UID: &[u8] = b"sealog.uid";
const INDEX: &[u8] = b"sealog.index";

/// Reads requests by one policy, and remembers what it learned of keys, resources and scopes. Any thread may use it.
#[pyclass(frozen, module = "sealog._native")]
pub struct RequestReader {
    scanner: Py<FastScanner>,
    memory: KeyMemory,
    levels: HashSet<Vec<u8>>,
    max_text: usize,
    max_items: usize,
    origins: Mutex<HashMap<[u8; 32], Arc<[u8]>>>,
}

#[pymethods]
impl RequestReader {
    /// `levels` are severity texts that hold nothing; a record of more than `max_text` bytes is for Python, and a request of
    /// more than `max_items` records or spans for nobody.
    #[new]
    fn new(scanner: Py<FastScanner>, levels: Vec<String>, max_text: usize, max_items: usize) -> Self {
        let levels = levels.into_iter().map(String::into_bytes).collect();
        Self { scanner, memory: KeyMemory::default(), levels, max_text, max_items, origins: Mutex::default() }
    }

    /// Remember a key. `rule` is 0 for none, 1 for one that leaves its value, 2 for one that seals it, 3 for any other;
    /// `is_naming` and `is_value` are as for names beside values, `is_clean` that nothing is found in the key.
    fn learn(&self, key: &str, rule: u8, is_naming: bool, is_value: bool, is_clean: bool) -> PyResult<()> {
        let rule = match rule {
            0 => KeyRule::None,
            1 => KeyRule::Left,
            2 => KeyRule::Sealed,
            _ => KeyRule::Odd,
        };
        self.memory.learn(self.scanner.get(), key, Key { rule, is_naming, is_value, suspects: None }, is_clean)
    }

    /// Read a request, of logs (`signal` is 1) or traces (2).
    ///
    /// Raises ValueError if it is none, OverflowError if it has too many items.
    fn read(&self, py: Python<'_>, signal: u8, data: PyBackedBytes) -> PyResult<Request> {
        py.detach(|| calmly(|| self.reading(signal, data)))
    }
}

impl RequestReader {
    fn reading(&self, signal: u8, data: PyBackedBytes) -> PyResult<Request> {
        let mut request = Request { signal, resources: Vec::new(), origins: Vec::new(), items: Vec::new(), data };
        self.outline(&mut request)?;
        let Request { items, data, .. } = &mut request;
        let context = Context { data, memory: &self.memory, levels: &self.levels };
        let mut walk = Walk::default();
        let mut unknown = 0;
        for item in items {
            item.state = self.look(&context, signal, item.range, &mut walk)?;
            if let State::Unknown(keys) = &item.state {
                unknown += keys.len();
                if unknown > MOST_UNKNOWN {
                    item.state = State::Odd;
                }
            }
        }
        Ok(request)
    }

    /// Find the request's resources, scopes and items.
    fn outline(&self, request: &mut Request) -> PyResult<()> {
        let data = &request.data;
        let broken = |_| PyValueError::new_err("no request of this signal");
        let mut top = Fields::new(data, (0, data.len()));
        let mut numbers = HashMap::new();
        let mut holders = 0;
        while let Some(field) = top.next().map_err(broken)? {
            if !field.is(1, LENGTH) {
                continue; // nobody knows what it is
            }
            holders += 1;
            if holders > self.max_items {
                return Err(PyOverflowError::new_err("too many resources and scopes in one request"));
            }
            let mut scopes = Vec::new();
            let mut head = vec![0];
            let mut fields = Fields::new(data, field.content);
            while let Some(inner) = fields.next().map_err(broken)? {
                if !inner.is(SCOPES, LENGTH) {
                    head.extend_from_slice(&data[inner.begin..inner.content.1]);
                    continue;
                }
                let first = request.items.len();
                holders += 1;
                let mut scope_head = vec![1];
                let mut of_scope = Fields::new(data, inner.content);
                while let Some(item) = of_scope.next().map_err(broken)? {
                    if !item.is(ITEMS, LENGTH) {
                        scope_head.extend_from_slice(&data[item.begin..item.content.1]);
                        continue;
                    }
                    if request.items.len() == self.max_items {
                        return Err(PyOverflowError::new_err("too many items in one request"));
                    }
                    request.items.push(Item { range: item.content, state: State::Odd });
                }
                let origin = self.origin(scope_head, &mut request.origins, &mut numbers)?;
                scopes.push(Scope { origin, items: first..request.items.len() });
            }
            let origin = self.origin(head, &mut request.origins, &mut numbers)?;
            request.resources.push(Resource { origin, scopes });
        }
        Ok(())
    }

    /// Note what a resource or scope says of itself; gives its number. `numbers` has those of the request.
    fn origin(
        &self,
        raw: Vec<u8>,
        origins: &mut Vec<Origin>,
        numbers: &mut HashMap<[u8; 32], usize>,
    ) -> PyResult<usize> {
        let digest = Sha256::digest(&raw).into();
        if let Some(&number) = numbers.get(&digest) {
            return Ok(number);
        }
        if origins.len() == MOST_ORIGINS {
            return Err(PyOverflowError::new_err("too many resources and scopes in one request"));
        }
        let known = self.origins.lock().unwrap_or_else(PoisonError::into_inner).get(&digest).cloned();
        numbers.insert(digest, origins.len());
        origins.push(Origin { digest, raw, sealed: known });
        Ok(origins.len() - 1)
    }

    fn look(&self, context: &Context<'_>, signal: u8, range: Range, walk: &mut Walk) -> PyResult<State> {
        let walked = if signal == LOGS { walk.log(context, range) } else { walk.span(context, range) };
        if walked.is_err() || walk.joined.len() > self.max_text {
            return Ok(State::Odd);
        }
        if !walk.unknown.is_empty() {
            let keys = walk.unknown.iter().map(|&(start, end)| &context.data[start..end]);
            return Ok(match keys.map(key_text).collect() {
                Some(keys) => State::Unknown(keys),
                None => State::Odd,
            });
        }
        let found = match self.scanner.get().look_beside(&walk.joined, walk.read, &walk.opened)? {
            Look::Clean if !walk.has_keyed => return Ok(State::Clean { has_uid: walk.has_uid }),
            Look::Clean => Some(Vec::new()),
            Look::Findings(found) => Some(found),
            Look::Odd(_) => None,
        };
        Ok(State::Ask(Box::new(Ask {
            joined: walk.joined.clone(),
            pieces: walk.pieces.clone(),
            nodes: walk.nodes.clone(),
            has_uid: walk.has_uid,
            found,
        })))
    }

    fn remember(&self, digest: [u8; 32], sealed: &Arc<[u8]>) {
        if sealed.len() > LONGEST_ORIGIN {
            return;
        }
        let mut origins = self.origins.lock().unwrap_or_else(PoisonError::into_inner);
        if origins.len() >= MOST_ORIGINS {
            origins.clear();
        }
        origins.insert(digest, sealed.clone());
    }
}

fn key_text(key: &[u8]) -> Option<String> {
    KeyMemory::may_hold(key).then(|| String::from_utf8(key.to_vec()).ok()).flatten()
}

struct Resource {
    origin: usize,
    scopes: Vec<Scope>,
}

struct Scope {
    origin: usize,
    items: Span<usize>,
}

/// A resource or scope with what stands beside its items, as it came and sealed.
struct Origin {
    digest: [u8; 32],
    /// A byte that says which of them it is, and the fields.
    raw: Vec<u8>,
    sealed: Option<Arc<[u8]>>,
}

struct Item {
    range: Range,
    state: State,
}

enum State {
    /// It can stay as it is.
    Clean { has_uid: bool },
    /// These keys of it are new.
    Unknown(Vec<String>),
    /// Python must say what is in it, or what is done with what was found.
    Ask(Box<Ask>),
    /// It is for Python.
    Odd,
    /// It is sealed; its id may be missing.
    Sealed { bytes: Vec<u8>, has_uid: bool },
}

struct Ask {
    joined: String,
    pieces: Vec<Piece>,
    nodes: Vec<Node>,
    has_uid: bool,
    found: Option<Vec<Found>>,
}

/// Number of the item, its texts joined by U+001E, entity, start and end of what was found in them, and start, end and key of
/// the texts under keys with a rule; places in code points.
type Question<'a> = (usize, &'a str, Option<Vec<(Py<PyString>, usize, usize)>>, Vec<(usize, usize, String)>);

/// Number of an item, its values, and `KeyValue` messages that it gets.
type Filling = (usize, Vec<Value>, Vec<PyBackedBytes>);

/// One request. It belongs to one thread at a time.
#[pyclass(module = "sealog._native")]
pub struct Request {
    signal: u8,
    resources: Vec<Resource>,
    origins: Vec<Origin>,
    items: Vec<Item>,
    data: PyBackedBytes,
}

#[pymethods]
impl Request {
    /// Give how many records or spans it has.
    fn __len__(&self) -> usize {
        self.items.len()
    }

    /// Give the keys that `learn` is to be told of before the request is read again.
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

    /// Give the items that are for Python, each with its number.
    fn odd<'py>(&self, py: Python<'py>) -> Vec<(usize, Bound<'py, PyBytes>)> {
        let odd =
            self.items.iter().enumerate().filter(|(_, item)| matches!(item.state, State::Odd | State::Unknown(_)));
        odd.map(|(number, item)| (number, PyBytes::new(py, &self.data[item.range.0..item.range.1]))).collect()
    }

    /// Take an item as Python sealed it; its id is in it.
    fn put(&mut self, number: usize, sealed: &[u8]) {
        self.items[number].state = State::Sealed { bytes: sealed.to_vec(), has_uid: true };
    }

    /// Leave an item to Python.
    fn give_up(&mut self, number: usize) {
        self.items[number].state = State::Odd;
    }

    /// Give what is to be asked of Python.
    fn questions(&self, py: Python<'_>, reader: &RequestReader) -> Vec<Question<'_>> {
        let asks = self.items.iter().enumerate().filter_map(|(number, item)| match &item.state {
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

    /// Seal the values of items. `nonces` has 12 bytes for each value of all of them. Gives the numbers of those that are for
    /// Python after all, where a value is no text of its own.
    fn fill(
        &mut self,
        py: Python<'_>,
        cipher: &ValueCipher,
        fillings: Vec<Filling>,
        nonces: PyBackedBytes,
    ) -> PyResult<Vec<usize>> {
        py.detach(|| calmly(|| self.filled(cipher, &fillings, &nonces)))
    }

    /// Give the sealed request, in parts of at most `most` bytes; an item that is larger is a part of its own. `stream` is
    /// what the ids of records begin with.
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

    fn filled(&mut self, cipher: &ValueCipher, fillings: &[Filling], nonces: &[u8]) -> PyResult<Vec<usize>> {
        let mut odd = Vec::new();
        let mut left = nonces;
        for (number, values, carried) in fillings {
            let size = values.len() * NONCE_SIZE;
            let (here, further) =
                left.split_at_checked(size).ok_or_else(|| PyValueError::new_err("nonces are missing"))?;
            left = further;
            let State::Ask(ask) = &self.items[*number].state else { continue };
            let state = match self.sealed(cipher, *number, ask, values, carried, here)? {
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

    fn sealed(
        &self,
        cipher: &ValueCipher,
        number: usize,
        ask: &Ask,
        values: &[Value],
        carried: &[PyBackedBytes],
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
                let (kind, form, _, end) = &values[at];
                let end = bytes.of(*end);
                if end > piece.joined.1 || end <= begin {
                    return Ok(None);
                }
                here.push((kind.get(), form.as_deref(), begin - piece.joined.0, end - piece.joined.0));
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
            put_sized(&mut out, tag, attribute);
        }
        if !indexes.is_empty() {
            put_sized(&mut out, tag, &list_attribute(INDEX, &indexes));
        }
        Ok(Some(out))
    }

    /// Give the tag of an item's attributes.
    fn tag(&self) -> u8 {
        if self.signal == LOGS {
            0x32
        } else {
            0x4a
        }
    }

    fn parts(&self, stream: &str, most: usize) -> PyResult<Vec<Vec<u8>>> {
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

/// Give a `KeyValue` with a text.
fn text_attribute(key: &[u8], text: &str) -> Vec<u8> {
    let mut value = Vec::with_capacity(text.len() + 4);
    put_sized(&mut value, 0x0a, text.as_bytes());
    attribute(key, &value)
}

/// Give a `KeyValue` with a list of texts.
fn list_attribute(key: &[u8], texts: &[String]) -> Vec<u8> {
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

/// Tell whether a text may be a document in which one of the values is a number: what takes its place needs quotes.
fn may_hold_numbers<T, U>(text: &str, values: &[(T, U, usize, usize)]) -> bool {
    let is_of_number = |byte: u8| byte.is_ascii_digit() || b"+-.eE".contains(&byte);
    text.contains(['{', '[', '('])
        && values.iter().any(|(_, _, start, end)| text.as_bytes()[*start..*end].iter().all(|&byte| is_of_number(byte)))
}

impl Ask {
    /// Give the text in which a place of the joined texts lies.
    fn piece_at(&self, at: usize) -> Option<&Piece> {
        let following = self.pieces.partition_point(|piece| piece.joined.0 <= at);
        following.checked_sub(1).map(|number| &self.pieces[number])
    }
}

/// Counts places in a text in bytes that are given in code points, forward.
struct BytePlaces<'a> {
    text: &'a str,
    is_ascii: bool,
    place: (usize, usize),
}

impl<'a> BytePlaces<'a> {
    fn new(text: &'a str) -> Self {
        Self { text, is_ascii: text.is_ascii(), place: (0, 0) }
    }

    fn of(&mut self, at: usize) -> usize {
        if self.is_ascii {
            return at.min(self.text.len());
        }
        let (from, byte) = if at < self.place.0 { (0, 0) } else { self.place };
        let further = self.text[byte..].chars().take(at - from).map(char::len_utf8).sum::<usize>();
        self.place = (at, byte + further);
        self.place.1
    }
}

/// Counts places in a text in code points that are given in bytes, forward.
struct CodePoints<'a> {
    text: &'a str,
    is_ascii: bool,
    place: (usize, usize),
}

impl<'a> CodePoints<'a> {
    fn new(text: &'a str) -> Self {
        Self { text, is_ascii: text.is_ascii(), place: (0, 0) }
    }

    fn of(&mut self, byte: usize) -> usize {
        if self.is_ascii {
            return byte;
        }
        self.place = (byte, self.place.1 + self.text[self.place.0..byte].chars().count());
        self.place.1
    }
}
