//! What a message's fields are called in JSON, and how protobuf spells them.

/// The most fields of a message; those of OTLP have 15.
pub const MOST_FIELDS: usize = 32;

/// A field as Python describes it: its name in JSON, its number, its type as in protobuf's descriptors, whether it is
/// repeated, whether a default value is written too, whether its bytes are hex, and the number of the message below.
pub type Described = (String, u32, u8, bool, bool, bool, usize);

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Message,
    Text,
    Hex,
    Base64,
    Bool,
    Double,
    /// An integer within bounds; an enumeration is never spelled as a text.
    Integer {
        least: i128,
        most: i128,
        spelled: Spelled,
        is_enum: bool,
    },
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Spelled {
    Varint,
    ZigZag,
    Fixed32,
    Fixed64,
}

pub struct Field {
    pub name: String,
    pub number: u32,
    pub kind: Kind,
    pub is_repeated: bool,
    /// Its default value is written as any other.
    pub has_presence: bool,
    /// Which message it is.
    pub below: usize,
}

pub struct Message {
    pub fields: Vec<Field>,
}

impl Message {
    /// Give a message by its fields, None where one is not known here; there are `many` messages.
    pub fn new(fields: Vec<Described>, many: usize) -> Option<Self> {
        if fields.len() > MOST_FIELDS {
            return None;
        }
        let field = |(name, number, kind, is_repeated, has_presence, is_hex, below): Described| {
            let kind = kind_of(kind, is_hex)?;
            let is_known = kind != Kind::Message || below < many;
            is_known.then_some(Field { name, number, kind, is_repeated, has_presence, below })
        };
        Some(Self { fields: fields.into_iter().map(field).collect::<Option<_>>()? })
    }

    /// Give the number of the field with this name.
    pub fn field(&self, name: &[u8]) -> Option<usize> {
        self.fields.iter().position(|field| field.name.as_bytes() == name)
    }
}

/// Give the kind of a type of protobuf's descriptors.
fn kind_of(number: u8, is_hex: bool) -> Option<Kind> {
    let integer = |least: i128, most: i128, spelled| Kind::Integer { least, most, spelled, is_enum: false };
    let (int32, int64) = ((i128::from(i32::MIN), i128::from(i32::MAX)), (i128::from(i64::MIN), i128::from(i64::MAX)));
    let (uint32, uint64) = ((0, i128::from(u32::MAX)), (0, i128::from(u64::MAX)));
    Some(match number {
        1 => Kind::Double,
        3 => integer(int64.0, int64.1, Spelled::Varint),
        4 => integer(uint64.0, uint64.1, Spelled::Varint),
        5 => integer(int32.0, int32.1, Spelled::Varint),
        6 => integer(uint64.0, uint64.1, Spelled::Fixed64),
        7 => integer(uint32.0, uint32.1, Spelled::Fixed32),
        8 => Kind::Bool,
        9 => Kind::Text,
        11 => Kind::Message,
        12 if is_hex => Kind::Hex,
        12 => Kind::Base64,
        13 => integer(uint32.0, uint32.1, Spelled::Varint),
        14 => Kind::Integer { least: int32.0, most: int32.1, spelled: Spelled::Varint, is_enum: true },
        15 => integer(int32.0, int32.1, Spelled::Fixed32),
        16 => integer(int64.0, int64.1, Spelled::Fixed64),
        17 => integer(int32.0, int32.1, Spelled::ZigZag),
        18 => integer(int64.0, int64.1, Spelled::ZigZag),
        _ => return None,
    })
}
