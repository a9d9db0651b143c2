//! Passwords in URLs: where surely none stands. The twin of `keyword_rules/passwords/url_password.py`.

use crate::detection::bytes::{has_any, is_space, right_of, run};
use crate::detection::keywords::keyword::{Keyword, WIDEST};

const URL: usize = 512;
const USER: usize = 128;
const LONGEST_SCHEME: usize = 26;
const PLAIN_SCHEMES: [&[u8]; 4] = [b"http", b"https", b"ws", b"wss"];

/// Tell whether surely no user stands in the URL whose `://` is the keyword.
pub fn is_nothing(keyword: &Keyword<'_>) -> bool {
    let Keyword { data, end, .. } = *keyword;
    let is_narrow = right_of(data, end, URL).is_ascii();
    let size = run(data, end, if is_narrow { URL } else { WIDEST * URL }, |byte| {
        !is_space(byte) && !b"\"'<>\x1e".contains(&byte)
    });
    let run_of_url = &data[end..end + size];
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
