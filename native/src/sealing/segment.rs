//! Seals and opens frames of one spool segment (docs/spec/spool.md): `sealog.spool.frames.record_frame` in one call, and
//! `sealog.spool.reader` for undamaged frames.

use aes_gcm::aead::{AeadInOut, KeyInit};
use aes_gcm::{Aes256Gcm, Nonce};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyBytes;

use crate::panic_guard::calmly;

const TYPE_SIZE: usize = 4;
const TAG_SIZE: usize = 16;
const HEAD_SIZE: usize = 16;
const CRC_SIZE: usize = 4;
const NUMBER_SIZE: usize = 4;
const BODY: usize = HEAD_SIZE + CRC_SIZE;
const MAX_PAYLOAD: usize = 1 << 26;

/// A record that was opened: its `seq`, its context's number, itself, and where its frame ends.
type Opened<'py> = (u64, u32, Bound<'py, PyBytes>, usize);

/// A segment's key in use. It can't be read, compared or pickled, and wipes its key schedule at its end.
#[pyclass(frozen, module = "sealog._native")]
pub struct SegmentCipher {
    cipher: Aes256Gcm,
}

#[pymethods]
impl SegmentCipher {
    /// `key` has 32 bytes.
    #[new]
    fn new(key: &[u8]) -> PyResult<Self> {
        let cipher =
            Aes256Gcm::new_from_slice(key).map_err(|_| PyValueError::new_err("a key of 32 bytes is needed"))?;
        Ok(Self { cipher })
    }

    /// Give the frame of a record of the context `number`; its `kind` (four bytes) and `seq` are its nonce.
    fn frame<'py>(
        &self,
        py: Python<'py>,
        kind: &[u8],
        seq: u64,
        number: u32,
        record: &[u8],
    ) -> PyResult<Bound<'py, PyBytes>> {
        calmly(|| self.framed(kind, seq, number, record)).map(|frame| PyBytes::new(py, &frame))
    }

    /// Open the frames of records (`kind`, four bytes) that stand one behind the other from `place` in `data`, until `size`
    /// bytes or `many` records of them. It stops before anything else: another kind, damage, a number that is not above the
    /// last one (`after`), or the end of `data`.
    #[allow(clippy::too_many_arguments)] // what limits it, and where it goes on
    fn records<'py>(
        &self,
        py: Python<'py>,
        kind: &[u8],
        data: &[u8],
        place: usize,
        size: usize,
        many: usize,
        after: u64,
    ) -> PyResult<Vec<Opened<'py>>> {
        calmly(|| {
            let (mut found, mut at, mut last) = (Vec::new(), place, after);
            while found.len() < many && at - place < size {
                let Some((seq, plain, end)) = self.opened(kind, data, at) else { break };
                let Some((number, record)) = plain.split_first_chunk::<NUMBER_SIZE>() else { break };
                if seq <= last {
                    break;
                }
                found.push((seq, u32::from_le_bytes(*number), PyBytes::new(py, record), end));
                (at, last) = (end, seq);
            }
            Ok(found)
        })
    }
}

impl SegmentCipher {
    /// Give `seq`, payload and end of the frame at `at`, if it is whole, undamaged and authentic.
    fn opened(&self, kind: &[u8], data: &[u8], at: usize) -> Option<(u64, Vec<u8>, usize)> {
        let head = data.get(at..at.checked_add(HEAD_SIZE)?)?;
        let size = u32::from_le_bytes(head[..4].try_into().ok()?) as usize;
        let body = data.get(at + HEAD_SIZE..at.checked_add(BODY)?.checked_add(size)?)?;
        let (crc, payload) = body.split_at(CRC_SIZE);
        let (sealed, tag) = payload.split_at_checked(size.checked_sub(TAG_SIZE)?)?;
        if size > MAX_PAYLOAD || &head[4..8] != kind {
            return None;
        }
        if crc32c::crc32c_append(crc32c::crc32c(head), payload).to_le_bytes() != crc {
            return None;
        }
        let nonce: [u8; 12] = head[4..].try_into().ok()?;
        let mut plain = sealed.to_vec();
        let tag = tag.try_into().ok()?;
        self.cipher.decrypt_inout_detached(&Nonce::from(nonce), &[], plain.as_mut_slice().into(), tag).ok()?;
        Some((u64::from_le_bytes(head[8..].try_into().ok()?), plain, at + BODY + size))
    }

    fn framed(&self, kind: &[u8], seq: u64, number: u32, record: &[u8]) -> PyResult<Vec<u8>> {
        let kind: [u8; TYPE_SIZE] =
            kind.try_into().map_err(|_| PyValueError::new_err("a type of 4 bytes is needed"))?;
        let too_long = |_| PyValueError::new_err("a record is too long for a frame");
        let size = u32::try_from(4 + record.len() + TAG_SIZE).map_err(too_long)?;
        let mut frame = Vec::with_capacity(HEAD_SIZE + CRC_SIZE + size as usize);
        frame.extend_from_slice(&size.to_le_bytes());
        frame.extend_from_slice(&kind);
        frame.extend_from_slice(&seq.to_le_bytes());
        let nonce: [u8; 12] = frame[4..HEAD_SIZE].try_into().unwrap_or_default();
        let crc_of_head = crc32c::crc32c(&frame);
        frame.extend_from_slice(&[0; CRC_SIZE]);
        frame.extend_from_slice(&number.to_le_bytes());
        frame.extend_from_slice(record);
        let payload = &mut frame[HEAD_SIZE + CRC_SIZE..];
        let tag = self
            .cipher
            .encrypt_inout_detached(&Nonce::from(nonce), &[], payload.into())
            .map_err(|_| PyValueError::new_err("a record is too long to be sealed"))?;
        frame.extend_from_slice(&tag);
        let crc = crc32c::crc32c_append(crc_of_head, &frame[HEAD_SIZE + CRC_SIZE..]);
        frame[HEAD_SIZE..HEAD_SIZE + CRC_SIZE].copy_from_slice(&crc.to_le_bytes());
        Ok(frame)
    }
}
