//! US social security numbers with hyphens: what `_validate` in `sealog/detect/rules/national_ids/us_ssn.py` says. Those with
//! spaces, which columns of numbers have too, are left open.

use regex_automata::meta::Regex;

use crate::detection::numbers::verdict::{judge_of_shape, Judge, Verdict};
use crate::detection::surroundings::is_glued;

judge_of_shape!(SocialSecurityNumbers);

impl Judge for SocialSecurityNumbers {
    fn shape(&self) -> Option<&Regex> {
        self.shape.get()
    }

    fn judge(&self, data: &[u8], start: usize, end: usize) -> Verdict {
        let [area @ .., left, _, _, right, _, _, _, _] = &data[start..end] else { return Verdict::Open };
        let (group, serial) = (&data[end - 7..end - 5], &data[end - 4..end]);
        if left != right || area == b"000" || area == b"666" || area[0] == b'9' || group == b"00" || serial == b"0000" {
            return Verdict::Nothing;
        }
        let is_tied_left = matches!(data[..start], [.., b'-' | b'+'] | [.., b'0'..=b'9', b'.']);
        let is_tied_right = match data[end..] {
            [b'-' | b'+', next, ..] => next.is_ascii_alphanumeric(),
            [b'.', next, ..] => next.is_ascii_digit(),
            _ => false,
        };
        if is_glued(data, start, end) || is_tied_left || is_tied_right {
            return Verdict::Nothing;
        }
        if *left == b'-' {
            Verdict::Value(start, end)
        } else {
            Verdict::Open
        }
    }
}
