//! Reads and writes protobuf's wire format (protobuf.dev/programming-guides/encoding).

/// The bytes are not protobuf.
pub struct Broken;

pub const VARINT: u8 = 0;
pub const FIXED64: u8 = 1;
pub const LENGTH: u8 = 2;
pub const FIXED32: u8 = 5;

/// Start and end in bytes, in the data of the whole request.
pub type Range = (usize, usize);

/// One field of a message: its number and wire type, where its tag begins, and where its content lies.
#[derive(Clone, Copy)]
pub struct Field {
    pub number: u32,
    pub kind: u8,
    pub begin: usize,
    pub content: Range,
}

impl Field {
    /// Tell whether a field has this number and type.
    pub fn is(&self, number: u32, kind: u8) -> bool {
        self.number == number && self.kind == kind
    }

    /// Give the size of the content.
    pub fn size(&self) -> usize {
        self.content.1 - self.content.0
    }
}

/// Gives the fields of the message in `data[at..end]`, one after the other.
pub struct Fields<'a> {
    data: &'a [u8],
    at: usize,
    end: usize,
}

impl<'a> Fields<'a> {
    pub fn new(data: &'a [u8], (at, end): Range) -> Self {
        Self { data, at, end }
    }

    pub fn next(&mut self) -> Result<Option<Field>, Broken> {
        if self.at >= self.end {
            return Ok(None);
        }
        let begin = self.at;
        let tag = self.varint()?;
        let number = u32::try_from(tag >> 3).map_err(|_| Broken)?;
        let kind = (tag & 7) as u8;
        let start = match kind {
            VARINT => {
                let start = self.at;
                self.varint()?;
                start
            }
            FIXED64 => self.skip(8)?,
            FIXED32 => self.skip(4)?,
            LENGTH => {
                let size = usize::try_from(self.varint()?).map_err(|_| Broken)?;
                self.skip(size)?
            }
            _ => return Err(Broken), // groups, which OTLP does not use
        };
        if number == 0 {
            return Err(Broken);
        }
        Ok(Some(Field { number, kind, begin, content: (start, self.at) }))
    }

    fn skip(&mut self, size: usize) -> Result<usize, Broken> {
        let start = self.at;
        if size > self.end - start {
            return Err(Broken);
        }
        self.at += size;
        Ok(start)
    }

    fn varint(&mut self) -> Result<u64, Broken> {
        let (value, at) = varint(&self.data[..self.end], self.at).ok_or(Broken)?;
        self.at = at;
        Ok(value)
    }
}

/// Give the number that is spelled at a place, and where it ends.
pub fn varint(data: &[u8], at: usize) -> Option<(u64, usize)> {
    let mut value = 0u64;
    for (place, &byte) in data.get(at..)?.iter().take(10).enumerate() {
        value |= u64::from(byte & 0x7f) << (7 * place);
        if byte < 0x80 {
            return Some((value, at + place + 1));
        }
    }
    None
}

pub fn put_varint(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// Give how many bytes a number takes.
pub fn varint_size(number: usize) -> usize {
    (64 - (number as u64 | 1).leading_zeros() as usize).div_ceil(7)
}

/// Write a field of bytes, a text or a message; `tag` is one of a number up to 15.
pub fn put_sized(out: &mut Vec<u8>, tag: u8, data: &[u8]) {
    out.push(tag);
    put_varint(out, data.len() as u64);
    out.extend_from_slice(data);
}
