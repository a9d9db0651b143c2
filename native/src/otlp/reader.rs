//! Reads requests of logs or traces, and tells what is plain in them from what Python must handle.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

use pyo3::exceptions::{PyOverflowError, PyValueError};
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedBytes;
use sha2::{Digest, Sha256};

use crate::detection::fast_scanner::{FastScanner, Look};
use crate::otlp::item::{Context, Walk};
use crate::otlp::key_memory::{Key, KeyMemory, KeyRule};
use crate::otlp::request::{Ask, Item, Origin, Request, Resource, Scope, State, LOGS};
use crate::otlp::sealed_before::stays;
use crate::otlp::wire::{Fields, Range, LENGTH};
use crate::panic_guard::calmly;
use crate::sealing::spelling::KeyId;

const MOST_ORIGINS: usize = 4096;
const LONGEST_ORIGIN: usize = 16 << 10;
const MOST_UNKNOWN: usize = 512;
const SCOPES: u32 = 2;
const ITEMS: u32 = 2;

/// Reads requests by one policy, and remembers what it learned of keys, resources and scopes. Any thread may use it.
#[pyclass(frozen, module = "sealog._native")]
pub struct RequestReader {
    pub(super) scanner: Py<FastScanner>,
    memory: KeyMemory,
    levels: HashSet<Vec<u8>>,
    entities: HashSet<String>,
    max_text: usize,
    max_items: usize,
    origins: Mutex<HashMap<[u8; 32], Arc<[u8]>>>,
}

#[pymethods]
impl RequestReader {
    /// `levels` are severity texts without values, `entities` the names that values may have. A record of more than
    /// `max_text` bytes is left to Python; a request of more than `max_items` records or spans is refused.
    #[new]
    fn new(
        scanner: Py<FastScanner>,
        levels: Vec<String>,
        entities: HashSet<String>,
        max_text: usize,
        max_items: usize,
    ) -> Self {
        let levels = levels.into_iter().map(String::into_bytes).collect();
        Self { scanner, memory: KeyMemory::default(), levels, entities, max_text, max_items, origins: Mutex::default() }
    }

    /// Remember a key. `rule` is 0 for none, 1 for one that leaves its value, 2 for one that seals it, 3 for any other;
    /// `is_naming` and `is_value` are as for names beside values; `is_clean`: no rule finds a value in the key.
    fn learn(&self, key: &str, rule: u8, is_naming: bool, is_value: bool, is_clean: bool) -> PyResult<()> {
        let rule = match rule {
            0 => KeyRule::None,
            1 => KeyRule::Left,
            2 => KeyRule::Sealed,
            _ => KeyRule::Odd,
        };
        self.memory.learn(self.scanner.get(), key, Key { rule, is_naming, is_value, is_silent: false }, is_clean)
    }

    /// Read a request, of logs (`signal` is 1) or traces (2). `in_use` are the ids of the data keys that this process seals
    /// with.
    ///
    /// Raises ValueError if it is not one, OverflowError if it has too many items.
    fn read(&self, py: Python<'_>, signal: u8, data: PyBackedBytes, in_use: Vec<KeyId>) -> PyResult<Request> {
        py.detach(|| calmly(|| self.reading(signal, data, &in_use)))
    }
}

impl RequestReader {
    fn reading(&self, signal: u8, data: PyBackedBytes, in_use: &[KeyId]) -> PyResult<Request> {
        let mut request =
            Request { signal, resources: Vec::new(), origins: Vec::new(), items: Vec::new(), data, seen: 0, asked: 0 };
        self.outline(&mut request)?;
        let Request { items, data, .. } = &mut request;
        let context = Context { data, memory: &self.memory, levels: &self.levels, entities: &self.entities, in_use };
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
                continue; // an unknown field
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

    /// Note the content of a resource or scope; gives its number. `numbers` has those of the request.
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
        if walk.brought.is_any() {
            let stays = stays(self.scanner.get(), context, walk)?;
            return Ok(if stays { State::Clean { has_uid: walk.has_uid } } else { State::Odd });
        }
        let found = match self.scanner.get().look_beside(&walk.joined, walk.read)? {
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

    pub(super) fn remember(&self, digest: [u8; 32], sealed: &Arc<[u8]>) {
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
