//! Seals values as docs/spec/sealed-value.md says: the work of `sealog.crypto.data_key` in one call.

use aes_gcm_siv::aead::{AeadInOut, KeyInit};
use aes_gcm_siv::{Aes256GcmSiv, Nonce};
use hmac::{Hmac, Mac};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyString;
use sha2::Sha256;

use crate::panic_guard::calmly;

const NO_INDEX: &str = "0";
const FRAME_STEP: usize = 16;
const MIN_FRAME: usize = 32;
pub const NONCE_SIZE: usize = 12;
const TAG_SIZE: usize = 16;
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

    /// Give a text with each of its values sealed, and the blind indexes in their order. `values` are sorted and disjoint;
    /// `nonces` has 12 bytes for each.
    fn replace(
        &self,
        text: &Bound<'_, PyString>,
        values: Vec<Value>,
        path: &Bound<'_, PyString>,
        nonces: &[u8],
    ) -> PyResult<(String, Vec<String>)> {
        calmly(|| self.replaced(text, &values, path, nonces))
    }
}

impl ValueCipher {
    fn replaced(
        &self,
        text: &Bound<'_, PyString>,
        values: &[Value],
        path: &Bound<'_, PyString>,
        nonces: &[u8],
    ) -> PyResult<(String, Vec<String>)> {
        let text = text.to_str()?;
        let is_ascii = text.is_ascii();
        let mut place = (0, 0);
        let mut byte_at = |at: usize| {
            if is_ascii {
                return at;
            }
            place = (at, place.1 + text[place.1..].chars().take(at - place.0).map(char::len_utf8).sum::<usize>());
            place.1
        };
        let values: Vec<_> = values
            .iter()
            .map(|(kind, form, start, end)| (kind.get(), form.as_deref(), byte_at(*start), byte_at(*end)))
            .collect();
        self.seal(text, &values, path.to_str()?, nonces)
    }

    /// As `replace`, for places in bytes. Runs without the interpreter's lock.
    pub fn seal(
        &self,
        text: &str,
        values: &[Sealable<'_>],
        path: &str,
        nonces: &[u8],
    ) -> PyResult<(String, Vec<String>)> {
        let mut out = String::with_capacity(text.len() + 160 * values.len());
        let mut indexes = Vec::new();
        let (mut position, mut follows_token) = (0, false);
        for (number, &(kind, form, start, end)) in values.iter().enumerate() {
            // A closing `~` stands between two tokens, and before text that a reader would take for more of one.
            if follows_token && (start == position || is_glue(text.as_bytes().get(position))) {
                out.push('~');
            }
            out.push_str(&text[position..start]);
            let index = form.and_then(|form| kind.index(form));
            let head = ["seal1~", &kind.entity, "~", index.as_deref().unwrap_or(NO_INDEX)].concat();
            let nonce = nonces.get(number * NONCE_SIZE..(number + 1) * NONCE_SIZE).unwrap_or_default();
            self.write(&head, &text[start..end], path, nonce, &mut out)?;
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
        let associated = [head.as_bytes(), &self.associated_end].concat();
        let mut payload = Vec::with_capacity(self.key_id.len() + NONCE_SIZE + frame_size(value) + TAG_SIZE);
        payload.extend_from_slice(&self.key_id);
        payload.extend_from_slice(nonce);
        let frame_at = payload.len();
        put_frame(value, path, &mut payload);
        let tag = self
            .cipher
            .encrypt_inout_detached(nonce, &associated, payload[frame_at..].as_mut().into())
            .map_err(|_| PyValueError::new_err("a value is too long to be sealed"))?;
        payload.extend_from_slice(&tag);
        out.reserve(head.len() + 1 + payload.len().div_ceil(3) * 4);
        out.push_str(head);
        out.push('~');
        put_base64(&payload, out);
        Ok(())
    }
}

/// One value: its entity's settings, the normalised form that its index is made of, start and end.
pub type Sealable<'a> = (&'a Kind, Option<&'a str>, usize, usize);

/// As `Sealable`, from Python: its entity, the normalised form that its index is made of, start and end in code points.
pub type Value = (Py<Kind>, Option<String>, usize, usize);

/// The settings of sealing for one entity.
#[pyclass(frozen, module = "sealog._native")]
pub struct Kind {
    pub entity: String,
    index_key: Option<Hmac<Sha256>>,
}

#[pymethods]
impl Kind {
    /// Without an `index_key` its values have no index.
    #[new]
    #[pyo3(signature = (entity, index_key))]
    fn new(entity: String, index_key: Option<&[u8]>) -> PyResult<Self> {
        let keyed = index_key.map(Hmac::new_from_slice).transpose();
        Ok(Self { entity, index_key: keyed.map_err(|_| PyValueError::new_err("a key is needed"))? })
    }
}

impl Kind {
    /// Give the index of a normalised value: the first 64 bits of its HMAC in 13 characters.
    fn index(&self, form: &str) -> Option<String> {
        let mut mac = self.index_key.clone()?;
        mac.update(form.as_bytes());
        let index = *mac.finalize().into_bytes().first_chunk()?;
        Some(base32(index))
    }
}

/// Tell whether a reader would take a byte for more of the token before it.
fn is_glue(byte: Option<&u8>) -> bool {
    byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || b"_~-".contains(byte))
}

/// Give the size of a value's frame.
fn frame_size(value: &str) -> usize {
    (value.len() + 1).next_multiple_of(FRAME_STEP).max(MIN_FRAME)
}

/// Write value, end, path cut to the padding that the value leaves (whole characters only), and the rest of the padding.
fn put_frame(value: &str, path: &str, out: &mut Vec<u8>) {
    let end = out.len() + frame_size(value);
    out.extend_from_slice(value.as_bytes());
    out.push(END);
    let mut room = (end - out.len()).min(path.len());
    while !path.is_char_boundary(room) {
        room -= 1;
    }
    out.extend_from_slice(&path.as_bytes()[..room]);
    out.resize(end, END);
}

/// Write bytes in groups of six bits, each as one sign: base64url, RFC 4648 without padding.
fn put_base64(raw: &[u8], out: &mut String) {
    let sign = |bits: u32| BASE64_URL[bits as usize & 63] as char;
    let threes = raw.chunks_exact(3);
    let rest = threes.remainder();
    for three in threes {
        let bits = u32::from_be_bytes([0, three[0], three[1], three[2]]);
        out.extend([sign(bits >> 18), sign(bits >> 12), sign(bits >> 6), sign(bits)]);
    }
    match *rest {
        [one] => out.extend([sign(u32::from(one) >> 2), sign(u32::from(one) << 4)]),
        [one, two] => {
            let bits = u32::from_be_bytes([0, 0, one, two]);
            out.extend([sign(bits >> 10), sign(bits >> 4), sign(bits << 2)]);
        }
        _ => {}
    }
}

/// Give the first 64 bits of an index in base32, lower case, RFC 4648 without padding.
fn base32(index: [u8; INDEX_SIZE]) -> String {
    let bits = u64::from_be_bytes(index);
    // The last sign has four bits of the index, and a zero.
    let sign = |at: usize| BASE32[if at == INDEX_LENGTH - 1 { bits << 1 } else { bits >> (59 - 5 * at) } as usize & 31];
    (0..INDEX_LENGTH).map(|at| sign(at) as char).collect()
}
