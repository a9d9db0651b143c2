//! Seals one value as docs/spec/sealed-value.md says: what `sealog.crypto.data_key` does, in one call.

use aes_gcm_siv::aead::{Aead, KeyInit, Payload};
use aes_gcm_siv::{Aes256GcmSiv, Nonce};
use hmac::{Hmac, Mac};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyString, PyTuple};
use sha2::Sha256;

use crate::calm::calmly;

const NO_INDEX: &str = "0";
const FRAME_STEP: usize = 16;
const MIN_FRAME: usize = 32;
const NONCE_SIZE: usize = 12;
const INDEX_SIZE: usize = 8;
const INDEX_LENGTH: usize = 13;
const END: u8 = 0xFF;
const BASE64_URL: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const BASE32: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";

/// A data key in use. It can't be read, compared or pickled, and wipes its key schedule at its end.
#[pyclass(frozen, module = "sealog._native")]
pub struct ValueCipher {
    cipher: Aes256GcmSiv,
    key_id: Vec<u8>,
    associated_end: Vec<u8>,
}

#[pymethods]
impl ValueCipher {
    /// `key` has 32 bytes; `key_id` goes before each nonce, `associated_end` ends each value's associated data.
    #[new]
    fn new(key: &[u8], key_id: &[u8], associated_end: &[u8]) -> PyResult<Self> {
        let cipher =
            Aes256GcmSiv::new_from_slice(key).map_err(|_| PyValueError::new_err("a key of 32 bytes is needed"))?;
        Ok(Self { cipher, key_id: key_id.to_vec(), associated_end: associated_end.to_vec() })
    }

    /// Give a text with each of its findings (entity, group, start and end in code points; sorted, disjoint) sealed, and
    /// the blind indexes in their order. `nonces` has 12 bytes for each finding, `kinds` a `Kind` for each entity.
    fn replace(
        &self,
        py: Python<'_>,
        text: &Bound<'_, PyString>,
        findings: &Bound<'_, PyList>,
        path: &Bound<'_, PyString>,
        nonces: &[u8],
        kinds: &Bound<'_, PyDict>,
    ) -> PyResult<(String, Vec<String>)> {
        calmly(|| self.replaced(py, text, findings, path, nonces, kinds))
    }
}

impl ValueCipher {
    fn replaced(
        &self,
        py: Python<'_>,
        text: &Bound<'_, PyString>,
        findings: &Bound<'_, PyList>,
        path: &Bound<'_, PyString>,
        nonces: &[u8],
        kinds: &Bound<'_, PyDict>,
    ) -> PyResult<(String, Vec<String>)> {
        let (text, path) = (text.to_str()?, path.to_str()?);
        let is_ascii = text.is_ascii();
        let mut place = (0, 0);
        let mut byte_at = |at: usize| {
            if is_ascii {
                return at;
            }
            place = (at, place.1 + text[place.1..].chars().take(at - place.0).map(char::len_utf8).sum::<usize>());
            place.1
        };
        let mut out = String::with_capacity(text.len() + 160 * findings.len());
        let mut indexes = Vec::new();
        let (mut position, mut follows_token) = (0, false);
        for (number, finding) in findings.iter().enumerate() {
            let finding = finding.cast::<PyTuple>()?;
            let entity = finding.get_item(0)?;
            let (start, end) = (byte_at(finding.get_item(2)?.extract()?), byte_at(finding.get_item(3)?.extract()?));
            let kind = kinds.as_any().get_item(&entity)?;
            let kind = kind.cast::<Kind>()?.get();
            // Between two tokens, and before what a reader would take for more of one, stands a closing `~`.
            if follows_token && (start == position || is_glue(text.as_bytes().get(position))) {
                out.push('~');
            }
            out.push_str(&text[position..start]);
            let value = &text[start..end];
            let index = kind.index(py, value)?;
            let head = ["seal1~", &kind.entity, "~", index.as_deref().unwrap_or(NO_INDEX)].concat();
            let nonce = nonces.get(number * NONCE_SIZE..(number + 1) * NONCE_SIZE).unwrap_or_default();
            self.write(&head, value, path, nonce, &mut out)?;
            indexes.extend(index);
            (position, follows_token) = (end, true);
        }
        if follows_token && is_glue(text.as_bytes().get(position)) {
            out.push('~');
        }
        out.push_str(&text[position..]);
        Ok((out, indexes))
    }

    fn write(&self, head: &str, value: &str, path: &str, nonce: &[u8], out: &mut String) -> PyResult<()> {
        let nonce: &Nonce = nonce.try_into().map_err(|_| PyValueError::new_err("a nonce of 12 bytes is needed"))?;
        let frame = frame(value, path);
        let associated = [head.as_bytes(), &self.associated_end].concat();
        let sealed = self
            .cipher
            .encrypt(nonce, Payload { msg: &frame, aad: &associated })
            .map_err(|_| PyValueError::new_err("a value is too long to be sealed"))?;
        let mut payload = Vec::with_capacity(self.key_id.len() + NONCE_SIZE + sealed.len());
        payload.extend_from_slice(&self.key_id);
        payload.extend_from_slice(nonce);
        payload.extend_from_slice(&sealed);
        out.reserve(head.len() + 1 + payload.len().div_ceil(3) * 4);
        out.push_str(head);
        out.push('~');
        spell(&payload, 6, BASE64_URL, out);
        Ok(())
    }
}

/// What sealing must know of one entity.
#[pyclass(frozen, module = "sealog._native")]
pub struct Kind {
    entity: String,
    indexed: Option<(Py<Indexer>, Py<PyAny>)>,
}

#[pymethods]
impl Kind {
    /// `indexed` are what makes its indexes and what gives the normalised form of a value, or None where it has none.
    #[new]
    #[pyo3(signature = (entity, indexed))]
    fn new(entity: String, indexed: Option<(Py<Indexer>, Py<PyAny>)>) -> Self {
        Self { entity, indexed }
    }
}

impl Kind {
    fn index(&self, py: Python<'_>, value: &str) -> PyResult<Option<String>> {
        let Some((indexer, normalise)) = &self.indexed else { return Ok(None) };
        let form = normalise.bind(py).call1((value,))?;
        Ok(Some(indexer.get().index(form.cast()?)?))
    }
}

/// The blind indexes of one entity under its key.
#[pyclass(frozen, module = "sealog._native")]
pub struct Indexer {
    keyed: Hmac<Sha256>,
}

#[pymethods]
impl Indexer {
    #[new]
    fn new(key: &[u8]) -> PyResult<Self> {
        let keyed = Hmac::new_from_slice(key).map_err(|_| PyValueError::new_err("a key is needed"))?;
        Ok(Self { keyed })
    }

    /// Give the index of a normalised value: the first 64 bits of its HMAC in 13 characters.
    fn index(&self, form: &Bound<'_, PyString>) -> PyResult<String> {
        let mut mac = self.keyed.clone();
        mac.update(form.to_str()?.as_bytes());
        let mut index = String::with_capacity(INDEX_LENGTH);
        spell(&mac.finalize().into_bytes()[..INDEX_SIZE], 5, BASE32, &mut index);
        Ok(index)
    }
}

/// Tell whether a reader would take a byte for more of the token before it.
fn is_glue(byte: Option<&u8>) -> bool {
    byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || b"_~-".contains(byte))
}

/// Value, end, path cut to the padding that the value leaves (whole characters only), and the rest of the padding.
fn frame(value: &str, path: &str) -> Vec<u8> {
    let used = value.len() + 1;
    let size = used.next_multiple_of(FRAME_STEP).max(MIN_FRAME);
    let mut room = (size - used).min(path.len());
    while !path.is_char_boundary(room) {
        room -= 1;
    }
    let mut frame = Vec::with_capacity(size);
    frame.extend_from_slice(value.as_bytes());
    frame.push(END);
    frame.extend_from_slice(&path.as_bytes()[..room]);
    frame.resize(size, END);
    frame
}

/// Write bytes in groups of `bits`, highest first, each as one sign of `alphabet`: RFC 4648 without padding.
fn spell(raw: &[u8], bits: u32, alphabet: &[u8], out: &mut String) {
    let (mut held, mut many) = (0u32, 0);
    for &byte in raw {
        held = held << 8 | u32::from(byte);
        many += 8;
        while many >= bits {
            many -= bits;
            out.push(alphabet[(held >> many) as usize & (alphabet.len() - 1)] as char);
        }
    }
    if many > 0 {
        out.push(alphabet[(held << (bits - many)) as usize & (alphabet.len() - 1)] as char);
    }
}
