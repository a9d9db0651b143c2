//! Tokens beside `login`. The twin of `keyword_rules/secrets/login_token.py`.

use crate::detection::keywords::keyword::Keyword;
use crate::detection::keywords::text::assignment::Assignment;
use crate::detection::keywords::text::legible::{is_hard, is_jumbled, is_mixed};
use crate::detection::keywords::verdict::any;
use crate::detection::keywords::verdict::Verdict::{self, Nothing};

const SHORTEST: usize = 20;

/// Tell which token stands behind `login`.
pub fn judge(keyword: &Keyword<'_>) -> Option<Verdict> {
    keyword.if_assigned(|found| token(keyword, found))
}

fn token(keyword: &Keyword<'_>, found: &Assignment<'_>) -> Option<Verdict> {
    let value = found.value();
    if !found.is_plain()
        || !value.is_ascii()
        || value.contains(&b'@')
        || value.iter().all(|byte| byte.is_ascii_digit() || b":.TZ+-".contains(byte))
    {
        return Some(Nothing);
    }
    let is_long_one = if value.len() < SHORTEST { Some(false) } else { any([is_hard(value), is_mixed(value)]) };
    let is_token = any([is_long_one, Some(!found.prefix.is_empty() && is_jumbled(value))]);
    let placeholders = &keyword.shared.placeholders;
    if is_token == Some(false) || placeholders.is_masked(value) || placeholders.stands_for_another(value, false)? {
        return Some(Nothing);
    }
    Some(Verdict::of(is_token?, found.span()))
}
