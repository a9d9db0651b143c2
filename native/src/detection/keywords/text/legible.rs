//! How random letters and digits look. The twin of `keyword_rules/text/legible.py`, of a value in ASCII.

const LETTERS_A_PIECE: f64 = 3.0;
const MOST_DIGITS: usize = 4;
const LEAST_VOWELS: f64 = 0.22;
const LONGEST_MEAN_PIECE: f64 = 2.6;
const SHORTEST_MIXED: usize = 20;
const FLOOR_MIXED: f64 = 3.5;
const SHORTEST_JUMBLED: usize = 12;
const LONGEST_MEAN_PIECE_OF_SHORT: f64 = 2.4;
const SHORTEST_HARD: usize = 16;
const FEWEST_DIGITS: usize = 3;
const FLOOR_HARD: f64 = 2.5;
const PILE: usize = 5;
const LONGEST_NUMBER: usize = 10;
const LONGEST_WORD: usize = 24;
/// Python adds the shares in another order.
const ROUNDING: f64 = 1e-9;

/// Tell whether a value is made of pronounceable words and at most four digits.
pub fn is_legible(value: &[u8]) -> bool {
    let pieces = pieces(value);
    let letters = pieces.iter().map(|piece| piece.len()).sum::<usize>() as f64;
    if pieces.is_empty() || letters < LETTERS_A_PIECE * pieces.len() as f64 || has_pile(value) {
        return false;
    }
    let vowels = value.iter().filter(|&&byte| is_vowel(byte)).count() as f64;
    digits(value) <= MOST_DIGITS && vowels >= LEAST_VOWELS * letters
}

/// Tell whether a value changes between small letters, capitals and digits as often as random ones do.
pub fn is_mixed(value: &[u8]) -> Option<bool> {
    let two_digits = value.iter().position(u8::is_ascii_digit) != value.iter().rposition(u8::is_ascii_digit);
    if value.len() < SHORTEST_MIXED
        || !value.iter().any(u8::is_ascii_lowercase)
        || !value.iter().any(u8::is_ascii_uppercase)
        || !two_digits
    {
        return Some(false);
    }
    let pieces = pieces(value);
    let size = pieces.iter().map(|piece| piece.len()).sum::<usize>() as f64;
    if size > LONGEST_MEAN_PIECE * pieces.len() as f64 {
        return Some(false);
    }
    is_random(value, FLOOR_MIXED)
}

/// Tell whether a value looks random, though it may be short or have one digit.
pub fn is_jumbled(value: &[u8]) -> bool {
    let longest = if value.len() < SHORTEST_MIXED { LONGEST_MEAN_PIECE_OF_SHORT } else { LONGEST_MEAN_PIECE };
    value.len() >= SHORTEST_JUMBLED
        && value.iter().all(u8::is_ascii_alphanumeric)
        && value.iter().any(u8::is_ascii_digit)
        && value.iter().any(u8::is_ascii_lowercase)
        && value.iter().any(u8::is_ascii_uppercase)
        && value.len() as f64 <= longest * pieces(value).len() as f64
}

/// Tell whether a value is long and random enough to be a generated secret: with digits in it, and without words.
pub fn is_hard(value: &[u8]) -> Option<bool> {
    if value.len() < SHORTEST_HARD || digits(value) < FEWEST_DIGITS {
        return Some(false);
    }
    let is_random = is_random(value, FLOOR_HARD);
    if is_random == Some(false) || is_legible(value) || is_name_of_parts(value) {
        return Some(false);
    }
    is_random
}

/// Tell whether a value joins words and numbers, as ids that people make do: `cache-entry-0001-0002`.
fn is_name_of_parts(value: &[u8]) -> bool {
    let parts = || value.split(|byte| b"-_.:/".contains(byte)).filter(|part| !part.is_empty());
    if parts().count() == 1 || !parts().all(is_part) {
        return false;
    }
    let words = || parts().filter(|part| part[0].is_ascii_alphabetic());
    words().any(|word| word.iter().any(|&byte| is_vowel(byte))) && !words().any(has_pile)
}

/// Tell whether a part is `[0-9]{1,10}|v[0-9]{1,3}|[A-Za-z]{2,24}[0-9]{0,4}`.
fn is_part(part: &[u8]) -> bool {
    let letters = part.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let digits = part[letters..].len();
    part[letters..].iter().all(u8::is_ascii_digit)
        && match letters {
            0 => digits <= LONGEST_NUMBER,
            1 => part[0] == b'v' && (1..=3).contains(&digits),
            letters => letters <= LONGEST_WORD && digits <= MOST_DIGITS,
        }
}

/// Tell whether a value has as many bits of entropy a character as `floor`; Python says where it has just about.
pub fn is_random(value: &[u8], floor: f64) -> Option<bool> {
    let mut counts = [0_usize; 256];
    value.iter().for_each(|&byte| counts[byte as usize] += 1);
    let size = value.len() as f64;
    let bits: f64 = counts
        .iter()
        .filter(|&&count| count > 0)
        .map(|&count| count as f64 / size)
        .map(|share| -share * share.log2())
        .sum();
    ((bits - floor).abs() > ROUNDING).then_some(bits > floor)
}

pub fn digits(value: &[u8]) -> usize {
    value.iter().filter(|byte| byte.is_ascii_digit()).count()
}

pub fn is_vowel(byte: u8) -> bool {
    b"aeiouyAEIOUY".contains(&byte)
}

/// Give the pieces `[A-Z]?[a-z]+|[A-Z]+|[0-9]+` of a value.
pub fn pieces(value: &[u8]) -> Vec<&[u8]> {
    let mut pieces = Vec::new();
    let mut at = 0;
    let many = |from: usize, is_of: fn(&u8) -> bool| value[from..].iter().take_while(|byte| is_of(byte)).count();
    while at < value.len() {
        let lower = |from: usize| many(from, u8::is_ascii_lowercase);
        let size = match value[at] {
            byte if byte.is_ascii_uppercase() && lower(at + 1) > 0 => 1 + lower(at + 1),
            byte if byte.is_ascii_uppercase() => many(at, u8::is_ascii_uppercase),
            byte if byte.is_ascii_lowercase() => lower(at),
            _ => many(at, u8::is_ascii_digit),
        };
        if size > 0 {
            pieces.push(&value[at..at + size]);
        }
        at += size.max(1);
    }
    pieces
}

fn has_pile(value: &[u8]) -> bool {
    let is_consonant = |byte: &u8| byte.is_ascii_alphabetic() && !is_vowel(*byte);
    value.windows(PILE).any(|pile| pile.iter().all(is_consonant))
}

/// Tell whether a value is a UUID, with hyphens.
pub fn is_uuid(value: &[u8]) -> bool {
    value.len() == 36
        && value.iter().enumerate().all(|(at, byte)| {
            if matches!(at, 8 | 13 | 18 | 23) {
                *byte == b'-'
            } else {
                byte.is_ascii_hexdigit()
            }
        })
}
