//! Bytes as OTLP/JSON spells them: ids in hex, all others in base64.

/// Give the bytes that hex digits spell.
pub fn of_hex(text: &[u8]) -> Option<Vec<u8>> {
    let digit = |byte: u8| char::from(byte).to_digit(16).map(|digit| digit as u8);
    if text.len() % 2 == 1 {
        return None;
    }
    text.chunks_exact(2).map(|pair| Some(digit(pair[0])? << 4 | digit(pair[1])?)).collect()
}

/// Give the bytes that base64 spells, in either of its two alphabets, with its `=` or without.
pub fn of_base64(text: &[u8]) -> Option<Vec<u8>> {
    let end = text.iter().rposition(|&byte| byte != b'=').map_or(0, |last| last + 1);
    if end % 4 == 1 {
        return None;
    }
    let mut out = Vec::with_capacity(end / 4 * 3 + 2);
    for part in text[..end].chunks(4) {
        let mut bits = 0u32;
        for &byte in part {
            bits = bits << 6 | u32::from(six_bits(byte)?);
        }
        bits <<= 6 * (4 - part.len());
        out.extend_from_slice(&bits.to_be_bytes()[1..part.len()]);
    }
    Some(out)
}

fn six_bits(byte: u8) -> Option<u8> {
    Some(match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' | b'-' => 62,
        b'/' | b'_' => 63,
        _ => return None,
    })
}
