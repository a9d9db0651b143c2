//! How random letters and digits look. The twin of `keyword_rules/text/legible.py`, of a value in ASCII.

const LETTERS_A_PIECE: f64 = 3.0;
const MOST_DIGITS: usize = 4;
const LEAST_VOWELS: f64 = 0.22;
const LONGEST_MEAN_PIECE: f64 = 2.6;
const SHORTEST_MIXED: usize = 20;
const FLOOR_MIXED: f64 = 3.5;
const SHORTEST_HARD: usize = 16;
const FEWEST_DIGITS: usize = 3;
const FLOOR_HARD: f64 = 2.5;
const PILE: usize = 5;
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

/// Tell whether a value surely doesn't change between kinds of signs as often as random ones do.
pub fn is_not_mixed(value: &[u8]) -> bool {
    let two_digits = value.iter().position(u8::is_ascii_digit) != value.iter().rposition(u8::is_ascii_digit);
    if value.len() < SHORTEST_MIXED
        || !value.iter().any(u8::is_ascii_lowercase)
        || !value.iter().any(u8::is_ascii_uppercase)
        || !two_digits
    {
        return true;
    }
    let pieces = pieces(value);
    let size = pieces.iter().map(|piece| piece.len()).sum::<usize>() as f64;
    size > LONGEST_MEAN_PIECE * pieces.len() as f64 || is_below(value, FLOOR_MIXED)
}

/// Tell whether somebody could surely remember a value: short, without digits, or of words.
pub fn is_not_hard(value: &[u8]) -> bool {
    value.len() < SHORTEST_HARD || digits(value) < FEWEST_DIGITS || is_legible(value) || is_below(value, FLOOR_HARD)
}

/// Tell whether a value surely has fewer bits of entropy a character than `floor`.
pub fn is_below(value: &[u8], floor: f64) -> bool {
    let mut counts = [0_usize; 256];
    value.iter().for_each(|&byte| counts[byte as usize] += 1);
    let size = value.len() as f64;
    let bits: f64 = counts
        .iter()
        .filter(|&&count| count > 0)
        .map(|&count| count as f64 / size)
        .map(|share| -share * share.log2())
        .sum();
    bits < floor - ROUNDING
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
