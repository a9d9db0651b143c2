//! Reads the numbers of OTLP/JSON: 64-bit integers may be texts, and so may all reals.

use crate::otlp::json::texts::{end_of_number, Number};

/// The digits of 2^64.
const MOST_DIGITS: usize = 20;

pub enum Integer {
    Within(i128),
    /// Beyond all bounds.
    Beyond,
    /// Not an integer.
    Other,
}

/// Give the integer that a JSON number is.
pub fn integer(data: &[u8], kind: Number) -> Integer {
    let text = std::str::from_utf8(data).unwrap_or_default();
    match kind {
        Number::Whole => text.parse().map_or(Integer::Beyond, Integer::Within),
        Number::Real => match text.parse::<f64>() {
            Ok(real) if real.is_finite() && real.fract() == 0.0 => Integer::Within(real as i128),
            _ => Integer::Other,
        },
        Number::NotFinite => Integer::Other,
    }
}

/// Give the integer that a text spells with up to 20 digits.
pub fn integer_of_text(text: &[u8]) -> Integer {
    let digits = text.strip_prefix(b"-").unwrap_or(text);
    if digits.is_empty() || digits.len() > MOST_DIGITS || !digits.iter().all(u8::is_ascii_digit) {
        return Integer::Other;
    }
    let text = std::str::from_utf8(text).unwrap_or_default();
    text.parse().map_or(Integer::Other, Integer::Within)
}

/// Give the real that a JSON number is; None: it is an integer beyond all reals.
pub fn real(data: &[u8], kind: Number) -> Option<f64> {
    if kind == Number::NotFinite {
        return not_finite(data);
    }
    let real: f64 = std::str::from_utf8(data).ok()?.parse().ok()?;
    (kind == Number::Real || real.is_finite()).then_some(real)
}

/// Give the real that a text spells as JSON does, or as NaN or infinite.
pub fn real_of_text(text: &[u8]) -> Option<f64> {
    not_finite(text).or_else(|| {
        let (size, _) = end_of_number(text)?;
        (size == text.len()).then(|| std::str::from_utf8(text).ok()?.parse().ok()).flatten()
    })
}

fn not_finite(text: &[u8]) -> Option<f64> {
    match text {
        b"NaN" => Some(f64::NAN),
        b"Infinity" => Some(f64::INFINITY),
        b"-Infinity" => Some(f64::NEG_INFINITY),
        _ => None,
    }
}
