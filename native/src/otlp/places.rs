//! Places in a text: bytes, as Rust counts, and code points, as Python does.

/// Counts places in a text in bytes that are given in code points, forward.
pub struct BytePlaces<'a> {
    text: &'a str,
    is_ascii: bool,
    place: (usize, usize),
}

impl<'a> BytePlaces<'a> {
    pub fn new(text: &'a str) -> Self {
        Self { text, is_ascii: text.is_ascii(), place: (0, 0) }
    }

    pub fn of(&mut self, at: usize) -> usize {
        if self.is_ascii {
            return at.min(self.text.len());
        }
        let (from, byte) = if at < self.place.0 { (0, 0) } else { self.place };
        let further = self.text[byte..].chars().take(at - from).map(char::len_utf8).sum::<usize>();
        self.place = (at, byte + further);
        self.place.1
    }
}

/// Counts places in a text in code points that are given in bytes, forward.
pub struct CodePoints<'a> {
    text: &'a str,
    is_ascii: bool,
    place: (usize, usize),
}

impl<'a> CodePoints<'a> {
    pub fn new(text: &'a str) -> Self {
        Self { text, is_ascii: text.is_ascii(), place: (0, 0) }
    }

    pub fn of(&mut self, byte: usize) -> usize {
        if self.is_ascii {
            return byte;
        }
        self.place = (byte, self.place.1 + self.text[self.place.0..byte].chars().count());
        self.place.1
    }
}
