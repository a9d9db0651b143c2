//! Finds fixed words: one pass over a text says where any of some thousand words stand, in any case of ASCII.
//!
//! At each place the four bytes that begin there say whether a word may begin, by a table of 32 KiB that stays in the
//! processor's nearest cache. An automaton of these words takes twelve megabytes, and more time.

const BITS: u32 = 15;
const BUCKETS: usize = 1 << BITS;
const HEAD: usize = 3;
const LOOK: usize = size_of::<u64>();

pub struct Words {
    words: Vec<Vec<u8>>,
    /// For each bucket of first three bytes: one bit for each rest that the fourth byte may leave when divided by 8.
    begins: Box<[u8; BUCKETS]>,
    /// The words of bucket n are `members[heads[n]..heads[n + 1]]`.
    heads: Vec<u32>,
    members: Vec<Member>,
}

/// A word's first eight bytes, which rule out nearly all candidates without a look at the word.
#[derive(Clone, Copy)]
struct Member {
    head: u64,
    mask: u64,
    number: u32,
}

/// Number of the word, start and end in bytes. Those of a text are sorted by end, then start, then number.
pub type Hit = (usize, usize, usize);

impl Words {
    /// Prepare the search for words in lower case. An empty word is never found.
    pub fn new(words: Vec<Vec<u8>>) -> Self {
        let mut placed: Vec<(usize, Member)> = Vec::new();
        let mut begins = Box::new([0; BUCKETS]);
        for (number, word) in words.iter().enumerate() {
            let member = Member::new(number as u32, word);
            for bucket in buckets_of(word) {
                begins[bucket] |= word.get(HEAD).map_or(u8::MAX, |fourth| 1 << (fourth & 7));
                placed.push((bucket, member));
            }
        }
        placed.sort_by_key(|&(bucket, member)| (bucket, member.number));
        placed.dedup_by_key(|&mut (bucket, member)| (bucket, member.number));
        let mut heads = vec![0; BUCKETS + 1];
        for &(bucket, _) in &placed {
            heads[bucket + 1] += 1;
        }
        for bucket in 0..BUCKETS {
            heads[bucket + 1] += heads[bucket];
        }
        Self { words, begins, heads, members: placed.into_iter().map(|(_, member)| member).collect() }
    }

    /// Write a text in lower case, as `heads` and `note` read it.
    pub fn lower(data: &[u8], lowered: &mut Vec<u8>) {
        lowered.clear();
        lowered.extend(data.iter().map(u8::to_ascii_lowercase));
        lowered.extend([0; LOOK]);
    }

    /// Give the bytes that begin at each place of a lowered text.
    pub fn heads(lowered: &[u8]) -> impl Iterator<Item = &[u8; HEAD + 1]> {
        lowered[..lowered.len() - LOOK + HEAD].windows(HEAD + 1).map(|head| head.try_into().unwrap_or(&[0; HEAD + 1]))
    }

    /// Note the words that begin at a place of a lowered text, over each other too.
    pub fn note(&self, lowered: &[u8], at: usize, head: &[u8; HEAD + 1], hits: &mut Vec<Hit>) {
        let bucket = bucket_of([head[0], head[1], head[2]]);
        if self.begins[bucket] >> (head[HEAD] & 7) & 1 != 0 {
            self.look(lowered, at, bucket, hits);
        }
    }

    fn look(&self, lowered: &[u8], at: usize, bucket: usize, hits: &mut Vec<Hit>) {
        let size = lowered.len() - LOOK;
        let head = u64::from_le_bytes(lowered[at..at + LOOK].try_into().unwrap_or_default());
        for member in &self.members[self.heads[bucket] as usize..self.heads[bucket + 1] as usize] {
            if head & member.mask == member.head {
                let word = &self.words[member.number as usize];
                if lowered[at..size].starts_with(word) {
                    hits.push((member.number as usize, at, at + word.len()));
                }
            }
        }
    }
}

impl Member {
    fn new(number: u32, word: &[u8]) -> Self {
        let (mut head, mut mask) = ([0; LOOK], [0; LOOK]);
        for (place, &byte) in word.iter().enumerate().take(LOOK) {
            (head[place], mask[place]) = (byte, u8::MAX);
        }
        Self { head: u64::from_le_bytes(head), mask: u64::from_le_bytes(mask), number }
    }
}

fn bucket_of([first, second, third]: [u8; HEAD]) -> usize {
    (u32::from_le_bytes([first, second, third, 0]).wrapping_mul(0x9E37_79B1) >> (32 - BITS)) as usize
}

/// Give the buckets of all texts that may begin with a word: one, unless it is shorter than what is looked at.
fn buckets_of(word: &[u8]) -> Vec<usize> {
    let any = 0..=u8::MAX;
    match *word {
        [] => Vec::new(),
        [first] => any.clone().flat_map(|second| buckets_of(&[first, second])).collect(),
        [first, second] => any.map(|third| bucket_of([first, second, third])).collect(),
        [first, second, third, ..] => vec![bucket_of([first, second, third])],
    }
}
