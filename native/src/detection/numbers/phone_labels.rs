//! Kinds of telephones that people write behind a number (`_BEHIND` in `sealog/detect/rules/phone/national.py`).

const TELE: &[u8] = b"tele";
/// Kinds of telephones, which may stand right behind a number.
const LABELS: [&[u8]; 7] = [b"office", b"fax", b"mobile", b"cell", b"desk", b"phone", b"landline"];

/// Tell whether the kind of a telephone stands right behind a number, and ends what is told: ` fax`, ` (mobile)`.
pub fn is_followed_by_label(right: &[u8]) -> bool {
    let begins = |text: &[u8], word: &[u8]| text.get(..word.len()).is_some_and(|part| part.eq_ignore_ascii_case(word));
    let Some(label) = right.strip_prefix(b" (").or(right.strip_prefix(b" ")).or(right.strip_prefix(b"-")) else {
        return false;
    };
    [0, TELE.len()].into_iter().filter(|&size| begins(label, &TELE[..size])).any(|size| {
        LABELS.iter().filter(|word| begins(&label[size..], word)).any(|word| {
            let behind = &label[size + word.len()..];
            let behind = behind.strip_prefix(b")").unwrap_or(behind);
            let behind = behind.strip_prefix(b" ").or(behind.strip_prefix(b"\t")).unwrap_or(behind);
            behind.first().is_none_or(|next| b"\r\n,;|\\\x1e".contains(next))
        })
    })
}
