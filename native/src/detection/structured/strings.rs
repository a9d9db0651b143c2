//! Undoes the escapes of a string in JSON or in a repr: the twin of `detect/structured/strings.py`.

use crate::detection::bytes::run;

/// Give what a string says, where the character of each of its bytes begins in the text, and where the string ends.
/// None: it has a surrogate, or what takes the place of one.
pub fn unescape(data: &[u8], start: usize, end: usize) -> Option<(Vec<u8>, Vec<usize>)> {
    let (mut said, mut places) = (Vec::with_capacity(end - start), Vec::with_capacity(end - start + 1));
    let data = &data[..end];
    let mut at = start;
    while at < end {
        match data.get(at + 1) {
            Some(&sign) if data[at] == b'\\' && sign != b'\x1e' && sign.is_ascii() => {
                let (plain, size) = escape(data, at, sign)?;
                said.extend_from_slice(plain.encode_utf8(&mut [0; 4]).as_bytes());
                places.resize(said.len(), at);
                at += size;
            }
            next => {
                // What follows a backslash stands at its place; a backslash before U+001E is itself.
                let is_escaped = data[at] == b'\\' && next.is_some_and(|sign| !sign.is_ascii());
                places.push(at);
                at += usize::from(is_escaped);
                said.push(data[at]);
                at += 1;
            }
        }
    }
    places.push(end);
    Some((said, places))
}

/// Give what the escape at a place stands for, and its size.
fn escape(data: &[u8], at: usize, sign: u8) -> Option<(char, usize)> {
    let digits = match sign {
        b'u' => 4,
        b'x' => 2,
        b'U' => 8,
        _ => 0,
    };
    if digits > 0 && run(data, at + 2, digits, |byte| byte.is_ascii_hexdigit()) == digits {
        let code = std::str::from_utf8(&data[at + 2..at + 2 + digits]).ok()?;
        let code = u32::from_str_radix(code, 16).ok()?;
        return char::from_u32(code).filter(|&plain| plain != '\x1e').map(|plain| (plain, 2 + digits));
    }
    let plain = match sign {
        b'n' => b'\n',
        b't' => b'\t',
        b'r' => b'\r',
        b'b' => b'\x08',
        b'f' => b'\x0c',
        b'v' => b'\x0b',
        b'a' => b'\x07',
        b'0' => b'\0',
        sign => sign,
    };
    Some((char::from(plain), 2))
}
