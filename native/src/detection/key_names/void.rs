//! Texts behind a name that surely are not values: constants, and marks of removed values.

/// Texts that are not values under any key: constants, and what programs write over a value.
const VOID: [&[u8]; 13] = [
    b"null",
    b"None",
    b"true",
    b"false",
    b"True",
    b"False",
    b"\"[redacted]\"",
    b"\"[filtered]\"",
    b"\"[masked]\"",
    b"\"<redacted>\"",
    b"[redacted]",
    b"[filtered]",
    b"[masked]",
];
const STARS: usize = 16;

/// Tell whether what stands behind a sign surely is no value, and all that is assigned.
pub fn is_void(right: &[u8]) -> bool {
    let right = right.strip_prefix(b">").unwrap_or(right);
    let right = &right[right.iter().take_while(|&&byte| byte == b' ').count().min(2)..];
    let size = match right {
        [quote @ (b'"' | b'\''), rest @ ..] => {
            let star = rest.first().copied().filter(|byte| b"*#".contains(byte)).unwrap_or_default();
            let stars = rest.iter().take(STARS).take_while(|&&byte| byte == star).count();
            if rest.get(stars) == Some(quote) {
                stars + 2
            } else {
                constant(right)
            }
        }
        _ => constant(right),
    };
    size > 0 && matches!(right.get(size), None | Some(b',' | b'}' | b']' | b')'))
}

/// Give how long the constant is that a text begins with; 0 if it begins with none.
fn constant(right: &[u8]) -> usize {
    let head = &right[..right.len().min(12)];
    VOID.iter().find(|word| head.len() >= word.len() && is_same(&head[..word.len()], word)).map_or(0, |word| word.len())
}

/// Compare with a constant; in brackets both cases mean the same.
fn is_same(head: &[u8], word: &[u8]) -> bool {
    if matches!(word[0], b'"' | b'[') {
        head.eq_ignore_ascii_case(word)
    } else {
        head == word
    }
}
