//! Undoes the escapes of a string in JSON or in a repr: the twin of `detect/structured/strings.py`, for ASCII.

use crate::detection::keywords::signs::run;

/// Give what a string says, where each of its characters begins in the text, and where the string ends. None: it says
/// something beyond ASCII.
pub fn unescape(data: &[u8], start: usize, end: usize) -> Option<(Vec<u8>, Vec<usize>)> {
    let (mut said, mut places) = (Vec::with_capacity(end - start), Vec::with_capacity(end - start + 1));
    let data = &data[..end];
    let mut at = start;
    while at < end {
        let (plain, size) = match data.get(at + 1) {
            Some(&sign) if data[at] == b'\\' => escape(data, at, sign)?,
            _ => (data[at], 1),
        };
        said.push(plain);
        places.push(at);
        at += size;
    }
    places.push(end);
    Some((said, places))
}

/// Give what the escape at a place stands for, and its size. A backslash before U+001E is itself.
fn escape(data: &[u8], at: usize, sign: u8) -> Option<(u8, usize)> {
    let digits = match sign {
        b'u' => 4,
        b'x' => 2,
        b'U' => 8,
        _ => 0,
    };
    if digits > 0 && run(data, at + 2, digits, |byte| byte.is_ascii_hexdigit()) == digits {
        let code = std::str::from_utf8(&data[at + 2..at + 2 + digits]).ok()?;
        let code = u32::from_str_radix(code, 16).ok()?;
        let plain = u8::try_from(code).ok().filter(|plain| plain.is_ascii() && *plain != 0x1e)?;
        return Some((plain, 2 + digits));
    }
    Some(match sign {
        b'\x1e' => (b'\\', 1),
        b'n' => (b'\n', 2),
        b't' => (b'\t', 2),
        b'r' => (b'\r', 2),
        b'b' => (b'\x08', 2),
        b'f' => (b'\x0c', 2),
        b'v' => (b'\x0b', 2),
        b'a' => (b'\x07', 2),
        b'0' => (b'\0', 2),
        sign => (sign, 2),
    })
}
