//! Passwords in URLs: where surely none stands. The twin of `keyword_rules/passwords/url_password.py`.

use std::ops::Range;

use crate::detection::bytes::{has_any, right_of, run, Set};
use crate::detection::keywords::keyword::{Keyword, WIDEST};

const URL: usize = 512;
const USER: usize = 128;
const LONGEST_SCHEME: usize = 26;
const PLAIN_SCHEMES: [&[u8]; 4] = [b"http", b"https", b"ws", b"wss"];

/// What stands in a URL: neither white space of ASCII nor quotes and angle brackets.
const OF_URL: Set = Set::but(b" \t\n\x0b\x0c\r\"'<>\x1e");

/// Tell whether surely no user stands in the URL whose `://` is the keyword. `read` are the bytes that the last URL of this
/// text took, so that those of many in one run are read once.
pub fn is_nothing(keyword: &Keyword<'_>, read: &mut Range<usize>) -> bool {
    let Keyword { data, end, .. } = *keyword;
    if !read.contains(&end) {
        *read = end..end + run(data, end, usize::MAX, |byte| OF_URL.has(byte));
    }
    let reach = if right_of(data, end, URL).is_ascii() { URL } else { WIDEST * URL };
    let run_of_url = &data[end..read.end.min(end + reach)];
    if !run_of_url.contains(&b'@') {
        return true;
    }
    if !run_of_url.is_ascii() {
        return false;
    }
    let user = run(run_of_url, 0, USER, |byte| !b"/:@?#\\".contains(&byte));
    match run_of_url.get(user) {
        Some(b'@') => false,
        Some(b':') => {
            let digits = run(run_of_url, user + 1, 6, |byte| byte.is_ascii_digit());
            let left = keyword.left(LONGEST_SCHEME);
            let scheme = left.iter().rev().take_while(|&&byte| byte.is_ascii_alphanumeric() || b"+.-".contains(&byte));
            let scheme = left[left.len() - scheme.count()..].to_ascii_lowercase();
            (1..=5).contains(&digits)
                && has_any(run_of_url, user + 1 + digits, |byte| b"\\/?#".contains(&byte))
                && PLAIN_SCHEMES.contains(&&scheme[..])
        }
        _ => true,
    }
}
