//! How sealed values and sealed data keys are written (docs/spec/sealed-value.md): what `sealog.crypto.spelling` reads, but
//! for values that carry their data key.

const ID_SIGNS: usize = 6;
const ID_SIZE: usize = 4;
const COMMITMENT_SIZE: usize = 32;
const RECIPIENT_SIZE: usize = 84;
const MAX_RECIPIENTS: usize = 16;
const NONCE_AND_TAG: usize = 12 + 16;
const FRAME_STEP: usize = 16;
const MIN_FRAME: usize = 32;
const INDEX_LENGTH: usize = 13;
const LONGEST_ENTITY: usize = 40;

/// The four bytes that say which data key it is.
pub type KeyId = [u8; ID_SIZE];

/// A sealed value in a text. `length` is in bytes, without the closing `~`.
pub struct SealedValue<'a> {
    pub entity: &'a [u8],
    pub key_id: KeyId,
    pub length: usize,
}

/// Read the `seal1~<entity>~<index>~<payload>` that a text begins with: all signs that may belong to it.
pub fn sealed_value(text: &[u8]) -> Option<SealedValue<'_>> {
    let (entity, rest) = cut(text.strip_prefix(b"seal1~")?)?;
    let (index, rest) = cut(rest)?;
    if !is_entity(entity) || (index != b"0" && !is_index(index)) {
        return None;
    }
    let payload = &rest[..rest.iter().take_while(|&&sign| bits(sign).is_some()).count()];
    let frame = decoded_size(payload)?.checked_sub(ID_SIZE + NONCE_AND_TAG)?;
    if frame < MIN_FRAME || frame % FRAME_STEP != 0 {
        return None;
    }
    Some(SealedValue { entity, key_id: first_id(payload)?, length: text.len() - rest.len() + payload.len() })
}

/// Give the id in a whole text `key1~<id>~<body>`.
pub fn sealed_key(text: &[u8]) -> Option<KeyId> {
    let (id, body) = cut(text.strip_prefix(b"key1~")?)?;
    let recipients = decoded_size(body)?.checked_sub(COMMITMENT_SIZE)?;
    let is_whole = recipients % RECIPIENT_SIZE == 0 && (1..=MAX_RECIPIENTS).contains(&(recipients / RECIPIENT_SIZE));
    if !is_whole || id.len() != ID_SIGNS || decoded_size(id)? != ID_SIZE {
        return None;
    }
    let key_id = first_id(id)?;
    (first_id(body)? == key_id).then_some(key_id)
}

/// Tell whether a text is spelled as entities are: `[a-z][a-z0-9_]{0,39}`.
pub fn is_entity(text: &[u8]) -> bool {
    let is_further = |byte: &u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || *byte == b'_';
    text.len() <= LONGEST_ENTITY && text.first().is_some_and(u8::is_ascii_lowercase) && text.iter().all(is_further)
}

/// Tell whether a text is spelled as blind indexes are: `[a-z2-7]{13}`.
pub fn is_index(text: &[u8]) -> bool {
    text.len() == INDEX_LENGTH && text.iter().all(|byte| matches!(byte, b'a'..=b'z' | b'2'..=b'7'))
}

/// Give what stands before and behind the first `~`.
fn cut(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let at = memchr::memchr(b'~', text)?;
    Some((&text[..at], &text[at + 1..]))
}

/// Give how many bytes a text in base64url stands for, if it is spelled as RFC 4648 does without padding: no unused bit
/// is set.
fn decoded_size(text: &[u8]) -> Option<usize> {
    if !text.iter().all(|&sign| bits(sign).is_some()) {
        return None;
    }
    let unused = match text.len() % 4 {
        0 => 0,
        2 => 0b1111,
        3 => 0b11,
        _ => return None,
    };
    let last = text.last().and_then(|&sign| bits(sign))?;
    (last & unused == 0).then_some(text.len() * 3 / 4)
}

fn first_id(text: &[u8]) -> Option<KeyId> {
    let mut all = 0u64;
    for &sign in text.get(..ID_SIGNS)? {
        all = all << 6 | u64::from(bits(sign)?);
    }
    (all << 28).to_be_bytes().first_chunk().copied()
}

/// Give the six bits that a sign of base64url stands for.
fn bits(sign: u8) -> Option<u8> {
    match sign {
        b'A'..=b'Z' => Some(sign - b'A'),
        b'a'..=b'z' => Some(sign - b'a' + 26),
        b'0'..=b'9' => Some(sign - b'0' + 52),
        b'-' => Some(62),
        b'_' => Some(63),
        _ => None,
    }
}
