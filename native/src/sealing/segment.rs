//! Seals frames of one spool segment: what `sealog.spool.frames.record_frame` does, in one call (docs/spec/spool.md).

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
}

impl SegmentCipher {
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
