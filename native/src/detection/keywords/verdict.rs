//! What one rule says of a keyword.

/// What stands at a keyword by one rule.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Surely nothing.
    Nothing,
    /// Surely the value from one byte to another, and no further one.
    Value(usize, usize),
    /// Python must say.
    Odd,
}

impl Verdict {
    /// Give the value at `span` if it is one, nothing if not, and leave to Python what is not known.
    pub fn of(is_value: Option<bool>, (start, end): (usize, usize)) -> Self {
        match is_value {
            Some(true) => Self::Value(start, end),
            Some(false) => Self::Nothing,
            None => Self::Odd,
        }
    }
}

/// Tell whether one of several holds, as far as it is known of each.
pub fn any<const N: usize>(each: [Option<bool>; N]) -> Option<bool> {
    if each.contains(&Some(true)) {
        Some(true)
    } else if each.contains(&None) {
        None
    } else {
        Some(false)
    }
}
