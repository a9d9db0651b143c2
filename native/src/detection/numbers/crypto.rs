//! Cryptocurrency addresses: what `_validate` in `sealog/detect/rules/payment/crypto.py` says of pieces of longer words, and of
//! those in Base58 with a wrong check sum: texts in base64, as sealed values are, are full of both. All others are left to
//! Python.

use regex_automata::meta::Regex;
use sha2::{Digest, Sha256};

use crate::detection::numbers::verdict::{judge_of_shape, Judge, Verdict};
use crate::detection::surroundings::is_glued;

judge_of_shape!(CryptoAddresses);

impl Judge for CryptoAddresses {
    fn shape(&self) -> Option<&Regex> {
        self.shape.get()
    }

    fn reads_beyond_ascii(&self) -> bool {
        false // the sign before an address may be one of several bytes
    }

    fn judge(&self, data: &[u8], start: usize, end: usize) -> Verdict {
        // The shape takes one sign before some addresses.
        let start = start + usize::from(!data[start].is_ascii_alphanumeric());
        let is_wrong = |alphabet| !has_check_sum(&data[start..end], alphabet);
        if is_glued(data, start, end) || alphabet_of(&data[start..end]).is_some_and(is_wrong) {
            Verdict::Nothing
        } else {
            Verdict::Open
        }
    }
}

/// As in `sealog/detect/checksums/base58.py`.
const BITCOIN: &[u8; 58] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const RIPPLE: &[u8; 58] = b"rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz";

/// Signs of the longest address in Base58 with this check sum; Monero's are longer.
const LONGEST: usize = 35;
const CHECK_SIZE: usize = 4;

/// Give the digits of an address in Base58; None for other kinds.
fn alphabet_of(address: &[u8]) -> Option<&'static [u8; 58]> {
    let is_other = [&b"0x"[..], b"bc1", b"tb1", b"ltc1", b"addr", b"stak"]
        .iter()
        .any(|head| address.len() >= head.len() && address[..head.len()].eq_ignore_ascii_case(head));
    (!is_other && address.len() <= LONGEST).then_some(if address[0] == b'r' { RIPPLE } else { BITCOIN })
}

/// Tell whether a text in Base58 ends with the check sum of what stands before it.
fn has_check_sum(text: &[u8], alphabet: &[u8; 58]) -> bool {
    let mut number = [0; LONGEST];
    for sign in text {
        let Some(mut carry) = alphabet.iter().position(|digit| digit == sign) else { return false };
        for byte in number.iter_mut().rev() {
            carry += usize::from(*byte) * alphabet.len();
            *byte = carry as u8;
            carry >>= 8;
        }
    }
    // Each leading zero is a byte; those of the number itself are none.
    let zeros = text.iter().take_while(|&&sign| sign == alphabet[0]).count();
    let begin = number.iter().position(|&byte| byte != 0).unwrap_or(LONGEST).saturating_sub(zeros);
    let Some((body, check)) = number[begin..].split_last_chunk::<CHECK_SIZE>() else { return false };
    Sha256::digest(Sha256::digest(body)).starts_with(check)
}
