//! Findings in the readings of texts, where escapes, colours and look-alikes are undone.

use crate::detection::decode::merge::merged_bytes;
use crate::detection::fast_scanner::{FastScanner, LONGEST_READ};
use crate::detection::overlaps::Ranked;
use crate::detection::prefilter::Seen;

impl FastScanner {
    /// Give all that is found in texts joined by U+001E and in their readings, sorted; None where Python must say.
    pub(super) fn found_again(&self, joined: &str, seen: &Seen) -> Option<Vec<Ranked>> {
        let found = self.found(seen)?;
        let decoder = self.prefilter().decoder.get();
        let mut all = Vec::with_capacity(found.len());
        let (mut offset, mut at) = (0, 0);
        for text in joined.split('\x1e') {
            let behind = offset + text.len();
            let own = at;
            at += found[own..].iter().take_while(|one| one.0 < behind).count();
            let readings = decoder.read(text);
            if readings.is_empty() {
                all.extend_from_slice(&found[own..at]);
            } else {
                let mut read = Vec::with_capacity(readings.len());
                for reading in readings {
                    let values = self.found_in(&reading.text)?;
                    if joined.len() > LONGEST_READ && !(values.is_empty() && found.is_empty()) {
                        return None; // steps are counted where there may be many values
                    }
                    read.push((reading, values));
                }
                let written: Vec<Ranked> =
                    found[own..at].iter().map(|&(start, end, rank)| (start - offset, end - offset, rank)).collect();
                if written.iter().any(|one| one.1 > text.len()) {
                    return None;
                }
                let values = merged_bytes(text, written, read, self.first_unshaped())?;
                all.extend(values.into_iter().map(|(start, end, rank)| (start + offset, end + offset, rank)));
            }
            offset = behind + 1;
        }
        all.sort_unstable();
        Some(all)
    }

    /// Give what is found in one reading.
    fn found_in(&self, text: &str) -> Option<Vec<Ranked>> {
        let (seen, signs) = self.prefilter().seen(text).ok()?;
        seen.and_then(|seen| self.suspected(text, seen, signs)).map_or(Some(Vec::new()), |seen| self.found(&seen))
    }
}
