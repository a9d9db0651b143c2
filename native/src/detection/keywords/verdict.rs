//! What one rule says of a keyword.

/// What stands at a keyword by one rule. A rule gives None instead where Python must say.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Surely nothing.
    Nothing,
    /// Surely the value from one byte to another, and no further one.
    Value(usize, usize),
}

impl Verdict {
    /// Give the value at `span` if it is one, or nothing.
    pub fn of(is_value: bool, (start, end): (usize, usize)) -> Self {
        if is_value {
            Self::Value(start, end)
        } else {
            Self::Nothing
        }
    }

    /// Give nothing where surely nothing stands; None where Python must say.
    pub fn nothing_if(is_nothing: bool) -> Option<Self> {
        is_nothing.then_some(Self::Nothing)
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
