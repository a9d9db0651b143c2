//! Tells of a text of ASCII whether an IBAN may stand in it. If one may, its rule's validator says where.

use std::collections::HashMap;

use pyo3::prelude::*;

/// What may stand between two signs of an IBAN, or between its country and the rest.
const GAP: &[u8] = b" \t\r\n./_-:=";
const LONGEST_GAP: usize = 20;
const LONGEST: usize = 34;
const NAME: &[u8] = b"iban";

#[pyclass(frozen, module = "sealog._native")]
pub struct Ibans {
    /// The length by the country's two letters; 0 is no country.
    lengths: [[usize; 26]; 26],
}

#[pymethods]
impl Ibans {
    /// `lengths` are those of whole IBANs, by country code in capitals.
    #[new]
    fn new(lengths: HashMap<String, usize>) -> Self {
        let mut table = [[0; 26]; 26];
        for (country, length) in lengths {
            if let [first @ b'A'..=b'Z', second @ b'A'..=b'Z'] = *country.as_bytes() {
                table[usize::from(first - b'A')][usize::from(second - b'A')] = length.min(LONGEST);
            }
        }
        Self { lengths: table }
    }
}

impl Ibans {
    /// Give no spans if no IBAN can be in `data`, or None.
    pub fn plain(&self, data: &[u8]) -> Option<Vec<(usize, usize)>> {
        (0..data.len().saturating_sub(1)).all(|start| !self.may_begin(data, start)).then(Vec::new)
    }

    fn may_begin(&self, data: &[u8], start: usize) -> bool {
        let place = |byte: u8| usize::from(byte.to_ascii_uppercase().wrapping_sub(b'A'));
        let length = self.lengths.get(place(data[start])).and_then(|row| row.get(place(data[start + 1])));
        let is_glued = start > 0 && data[start - 1].is_ascii_alphanumeric();
        match length {
            None | Some(0) => false,
            Some(_) if is_glued && !is_named(&data[..start]) => false,
            Some(&length) => signs(&data[start..], length).is_some_and(|signs| has_right_check(&signs[..length])),
        }
    }
}

fn is_named(left: &[u8]) -> bool {
    left.len() >= NAME.len() && left[left.len() - NAME.len()..].eq_ignore_ascii_case(NAME)
}

/// Give the first `length` letters and digits, if only gaps stand between them and digits behind the country.
fn signs(data: &[u8], length: usize) -> Option<[u8; LONGEST]> {
    let mut signs = [0; LONGEST];
    let (mut count, mut gap) = (0, 0);
    for &byte in data {
        if byte.is_ascii_alphanumeric() {
            if matches!(count, 2 | 3) && !byte.is_ascii_digit() {
                return None;
            }
            signs[count] = byte.to_ascii_uppercase();
            (count, gap) = (count + 1, 0);
            if count == length {
                return Some(signs);
            }
        } else {
            gap += 1;
            if gap > LONGEST_GAP || !GAP.contains(&byte) {
                return None;
            }
        }
    }
    None
}

/// Tell whether the remainder of ISO/IEC 7064 (mod 97-10) is 1.
fn has_right_check(signs: &[u8]) -> bool {
    let moved = signs[4..].iter().chain(&signs[..4]);
    let remainder = moved.fold(0, |value, &sign| match sign {
        b'0'..=b'9' => (value * 10 + u32::from(sign - b'0')) % 97,
        _ => (value * 100 + u32::from(sign - b'A') + 10) % 97,
    });
    remainder == 1
}
