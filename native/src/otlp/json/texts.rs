//! Where JSON's texts and numbers end, and what a text says.

/// The most digits of an integer that Python reads.
const MOST_DIGITS: usize = 4300;

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Number {
    Whole,
    /// With a fraction or an exponent.
    Real,
    /// NaN or infinite.
    NotFinite,
}

/// Give where the text that begins at `start` ends, and whether it has escapes; None if it is none.
pub fn end_of_text(data: &[u8], start: usize) -> Option<(usize, bool)> {
    let (mut at, mut has_escapes) = (start, false);
    loop {
        match data.get(at)? {
            b'"' => return Some((at, has_escapes)),
            b'\\' => {
                has_escapes = true;
                at += match data.get(at + 1)? {
                    b'u' if data.get(at + 2..at + 6)?.iter().all(u8::is_ascii_hexdigit) => 6,
                    b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => 2,
                    _ => return None,
                };
            }
            0..=0x1f => return None,
            _ => at += 1,
        }
    }
}

/// Give the size of the number at the begin of `data`, and its kind.
pub fn end_of_number(data: &[u8]) -> Option<(usize, Number)> {
    let mut at = usize::from(data.first() == Some(&b'-'));
    let digits = |from: usize| data[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let whole = if data.get(at) == Some(&b'0') { 1 } else { digits(at) };
    if whole == 0 {
        return None;
    }
    at += whole;
    let mut kind = Number::Whole;
    if data.get(at) == Some(&b'.') && digits(at + 1) > 0 {
        at += 1 + digits(at + 1);
        kind = Number::Real;
    }
    if matches!(data.get(at), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(data.get(at + 1), Some(b'+' | b'-')));
        let many = data.get(at + 1 + sign..).map_or(0, |_| digits(at + 1 + sign));
        if many > 0 {
            at += 1 + sign + many;
            kind = Number::Real;
        }
    }
    (kind != Number::Whole || whole <= MOST_DIGITS).then_some((at, kind))
}

/// Give what a text with escapes says; None if half of a surrogate pair stands alone.
pub fn unescaped(text: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(text.len());
    let mut at = 0;
    while at < text.len() {
        if text[at] != b'\\' {
            out.push(text[at]);
            at += 1;
            continue;
        }
        let sign = text[at + 1];
        at += 2;
        let plain = match sign {
            b'b' => 8,
            b'f' => 12,
            b'n' => b'\n',
            b'r' => b'\r',
            b't' => b'\t',
            b'u' => {
                let mut code = unit(text, at)?;
                at += 4;
                if (0xd800..0xdc00).contains(&code) && text[at..].starts_with(b"\\u") {
                    let low = unit(text, at + 2)?;
                    if (0xdc00..0xe000).contains(&low) {
                        code = 0x1_0000 + ((code - 0xd800) << 10) + (low - 0xdc00);
                        at += 6;
                    }
                }
                let mut buffer = [0; 4];
                out.extend_from_slice(char::from_u32(code)?.encode_utf8(&mut buffer).as_bytes());
                continue;
            }
            other => other,
        };
        out.push(plain);
    }
    Some(out)
}

fn unit(text: &[u8], at: usize) -> Option<u32> {
    u32::from_str_radix(std::str::from_utf8(text.get(at..at + 4)?).ok()?, 16).ok()
}
