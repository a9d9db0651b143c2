//! Joins the findings in a text as it is written with the findings in its readings: the twin of `detect/unescape/merge.py`,
//! which says why.

use std::collections::BTreeSet;

use memchr::memmem;

use crate::detection::decode::Reading;
use crate::detection::overlaps::Ranked;
use crate::detection::prefilter::places_in_code_points;

const MOST_RIVALS: usize = 8;

/// Join as `merged` does, with all places in bytes.
pub fn merged_bytes(
    text: &str,
    mut written: Vec<Ranked>,
    mut read: Vec<(Reading, Vec<Ranked>)>,
    first_unshaped: usize,
) -> Option<Vec<Ranked>> {
    count_code_points(text, &mut written);
    read.iter_mut().for_each(|(reading, found)| count_code_points(&reading.text, found));
    let mut kept = merged(text, written, read, first_unshaped)?;
    if !text.is_ascii() {
        let bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        kept.iter_mut().for_each(|one| (one.0, one.1) = (bytes[one.0], bytes[one.1]));
    }
    Some(kept)
}

/// Give the findings in a text and in its readings, of which there is one at least, in no order; None where Python must
/// say. Places are in code points. Rules of a lower rank than `first_unshaped` know a value by its shape.
pub fn merged(
    text: &str,
    written: Vec<Ranked>,
    read: Vec<(Reading, Vec<Ranked>)>,
    first_unshaped: usize,
) -> Option<Vec<Ranked>> {
    let original: Vec<char> = text.chars().collect();
    let mut readings = read.into_iter().map(|(reading, found)| {
        let found = found.into_iter().map(|(start, end, rank)| with_rank(reading.trimmed(start, end), rank)).collect();
        (reading, found)
    });
    let (joined, mut found) = readings.next()?;
    if let Some((_, apart)) = readings.next() {
        found = of_both(&original, &joined, &found, apart, first_unshaped);
    }
    with_written(text, written, &joined, &found)
}

fn count_code_points(text: &str, found: &mut [Ranked]) {
    if !text.is_ascii() {
        places_in_code_points(text, found.iter_mut().flat_map(|one| [&mut one.0, &mut one.1]).collect());
    }
}

fn with_rank((start, end): (usize, usize), rank: usize) -> Ranked {
    (start, end, rank)
}

/// Join what is written with what is read: `merge` in Python.
fn with_written(text: &str, written: Vec<Ranked>, reading: &Reading, read: &BTreeSet<Ranked>) -> Option<Vec<Ranked>> {
    let reach = Reach::of(read);
    let mut kept = read.clone();
    for (start, end, rank) in written {
        let wide = reading.widened(start, end);
        if wide == (start, end) {
            if !read.contains(&with_rank(reading.without_escapes(start, end), rank)) {
                kept.insert((start, end, rank));
            }
        } else if may_hold_path(text) {
            return None;
        } else if !reach.touches(wide.0, wide.1) {
            kept.insert(with_rank(wide, rank));
        }
    }
    Some(kept.into_iter().collect())
}

/// Join what was found in both readings: `merge_readings` in Python.
fn of_both(
    original: &[char],
    joined: &Reading,
    values: &BTreeSet<Ranked>,
    mut apart: BTreeSet<Ranked>,
    first_unshaped: usize,
) -> BTreeSet<Ranked> {
    let reach = Reach::of(values);
    let begins_number = |start| original.get(joined.edge(start).1).is_some_and(char::is_ascii_digit);
    apart.retain(|&(start, end, _)| {
        joined.widened(start, end) == (start, end) || begins_number(start) || !reach.touches(start, end)
    });
    let inner: Vec<Ranked> = apart.iter().copied().collect();
    for &(start, end, rank) in values {
        let first = inner.partition_point(|one| one.0 < start);
        let is_split = rank < first_unshaped
            && inner[first..].iter().take(MOST_RIVALS).any(|&(begin, stop, other)| {
                other == rank
                    && stop <= end
                    && (begin, stop) != (start, end)
                    && (begin == start || joined.is_edge(original, begin))
                    && (stop == end || joined.is_edge(original, stop))
            });
        if !is_split {
            apart.insert((start, end, rank));
        }
    }
    apart
}

impl Reading {
    /// Give the place in the original of a span, without control characters at its ends.
    fn trimmed(&self, first: usize, last: usize) -> (usize, usize) {
        let chars = &self.chars[first..last];
        let Some(begin) = chars.iter().position(|&char| char >= ' ') else { return self.span(first, last) };
        let end = chars.iter().rposition(|&char| char >= ' ').map_or(begin, |end| end + 1);
        self.span(first + begin, first + end)
    }

    fn span(&self, start: usize, end: usize) -> (usize, usize) {
        (self.places[start] as usize, self.ends[end - 1] as usize)
    }

    /// Give the smallest span of the original around `start` and `end` that cuts no escape.
    fn widened(&self, start: usize, end: usize) -> (usize, usize) {
        (self.edge(start).0, self.edge(end).1)
    }

    /// Give the escape that `place` would cut; where it cuts none, give `place` twice.
    fn edge(&self, place: usize) -> (usize, usize) {
        let Some(number) = self.up_to(place).checked_sub(1) else {
            return (0, if place == 0 { 0 } else { self.places[0] as usize });
        };
        let begin = self.places[number] as usize;
        if begin == place {
            return (place, place);
        }
        let end = self.ends[number] as usize;
        match place.cmp(&end) {
            std::cmp::Ordering::Less => (begin, end),
            std::cmp::Ordering::Equal => (end, end),
            std::cmp::Ordering::Greater => (end, self.places[number + 1] as usize),
        }
    }

    /// Count the characters that begin at a place of the original or before it.
    fn up_to(&self, place: usize) -> usize {
        self.places.partition_point(|&begin| begin as usize <= place)
    }

    /// Give a span of the original without the colours and control characters at its ends.
    fn without_escapes(&self, start: usize, end: usize) -> (usize, usize) {
        let before = |place| self.places.partition_point(|&begin| (begin as usize) < place);
        let (first, last) = (before(start), before(end));
        if first < last {
            self.trimmed(first, last)
        } else {
            (start, end)
        }
    }

    /// Tell whether a colour that ends a word begins or ends at a place: between letters, and no mark of `grep`.
    fn is_edge(&self, original: &[char], place: usize) -> bool {
        let number = self.ends.partition_point(|&end| end as usize <= place);
        if number == 0 || number >= self.chars.len() {
            return false;
        }
        let between = original.get(self.ends[number - 1] as usize..self.places[number] as usize).unwrap_or_default();
        let is_within_word = self.chars[number - 1..=number].iter().all(char::is_ascii_alphanumeric);
        !between.is_empty() && is_within_word && !between.windows(2).any(|pair| pair == ['[', 'K'])
    }
}

/// Which places findings touch.
struct Reach {
    starts: Vec<usize>,
    /// The furthest end of all findings so far.
    ends: Vec<usize>,
}

impl Reach {
    fn of(found: &BTreeSet<Ranked>) -> Self {
        let mut furthest = 0;
        let ends = found.iter().map(|one| {
            furthest = furthest.max(one.1);
            furthest
        });
        Self { ends: ends.collect(), starts: found.iter().map(|one| one.0).collect() }
    }

    /// Tell whether a finding overlaps a span or stands right beside it.
    fn touches(&self, start: usize, end: usize) -> bool {
        let before = self.starts.partition_point(|&begin| begin <= end);
        before > 0 && self.ends[before - 1] >= start
    }
}

/// Tell whether backslashes in a text may be those of a path: before a sign that makes no escape, or behind a drive.
fn may_hold_path(text: &str) -> bool {
    let data = text.as_bytes();
    if memmem::find(data, b"\\a").is_some() {
        return true;
    }
    let mut at = 0;
    while let Some(further) = memchr::memchr(b'\\', &data[at..]) {
        let begin = at + further;
        at = begin + data[begin..].iter().take_while(|&&byte| byte == b'\\').count();
        let makes_none = data.get(at).is_none_or(|byte| !b"ntrbfva0ux/\"'`0123456789".contains(byte));
        let is_behind_drive = match data[..begin] {
            [.., before, drive, b':'] => drive.is_ascii_alphabetic() && !before.is_ascii_alphabetic(),
            [drive, b':'] => drive.is_ascii_alphabetic(),
            _ => false,
        };
        if makes_none || is_behind_drive {
            return true;
        }
    }
    false
}
