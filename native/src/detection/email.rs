//! E-mail addresses in ASCII, in texts whose candidates all are clear. Other texts are left to the rule's validator.

use std::collections::HashSet;

use memchr::memchr;
use memchr::memmem::Finder;
use pyo3::prelude::*;

use crate::detection::pattern::{Pattern, Source};
use crate::detection::surroundings::{ends_with_any, left_of, trimmed, WHITE_SPACE};

const LONGEST_LOCAL: usize = 64;
const LONGEST_PLAIN_DOMAIN: usize = 63;
const REACH: usize = 128;

#[pyclass(frozen, module = "sealog._native")]
pub struct EmailAddresses {
    tlds: HashSet<Vec<u8>>,
    accounts: HashSet<Vec<u8>>,
    first_labels: HashSet<Vec<u8>>,
    hints: Vec<Finder<'static>>,
    names_of_ids: Vec<Vec<u8>>,
    ssh_domains: HashSet<Vec<u8>>,
    ssh_name: Pattern,
}

#[pymethods]
impl EmailAddresses {
    /// All words are ASCII in lower case. `tlds` end a person's address and nothing else; `accounts` are local parts of
    /// programs, `first_labels` begin a package's name; with one of `hints` before it an address may be a login, and
    /// behind one of `names_of_ids` the id of a message. What `ssh_name` reads at one of `ssh_domains` is an algorithm.
    #[new]
    fn new(
        tlds: Vec<String>,
        accounts: Vec<String>,
        first_labels: Vec<String>,
        hints: Vec<String>,
        names_of_ids: Vec<String>,
        ssh_domains: Vec<String>,
        ssh_name: Source,
    ) -> Self {
        let set = |words: Vec<String>| words.into_iter().map(String::into_bytes).collect();
        Self {
            tlds: set(tlds),
            accounts: set(accounts),
            first_labels: set(first_labels),
            hints: hints.iter().map(|hint| Finder::new(hint.as_bytes()).into_owned()).collect(),
            names_of_ids: names_of_ids.into_iter().map(String::into_bytes).collect(),
            ssh_domains: set(ssh_domains),
            ssh_name: Pattern::whole(ssh_name),
        }
    }
}

impl EmailAddresses {
    /// Give the spans of all addresses in a text of ASCII, or None if a candidate is not clear.
    pub fn plain(&self, data: &[u8]) -> Option<Vec<(usize, usize)>> {
        let mut spans = Vec::new();
        let mut position = 0;
        while let Some(further) = memchr(b'@', &data[position..]) {
            let at = position + further;
            position = match candidate(data, position, at) {
                None => at + 1,
                Some((start, end)) if self.is_algorithm(data, start, at, end) => end,
                Some((start, end)) if self.is_plain(data, start, at, end) => {
                    spans.push((start, end));
                    end
                }
                Some(_) => return None,
            };
        }
        Some(spans)
    }

    /// Tell whether `data[start..end]` surely is the name of an algorithm of SSH.
    fn is_algorithm(&self, data: &[u8], start: usize, at: usize, end: usize) -> bool {
        self.ssh_domains.contains(&data[at + 1..end].to_ascii_lowercase())
            && is_opening(start.checked_sub(1).map(|left| data[left]))
            && data[start].is_ascii_alphanumeric()
            && self.ssh_name.surely(&data[start..at])
    }

    /// Tell whether the validator would surely take `data[start..end]` as it is.
    fn is_plain(&self, data: &[u8], start: usize, at: usize, end: usize) -> bool {
        let (local, domain) = (&data[start..at], data[at + 1..end].to_ascii_lowercase());
        let mut labels = domain.split(|&byte| byte == b'.');
        let (first, last) = (labels.next().unwrap_or_default(), labels.next_back().unwrap_or_default());
        is_opening(start.checked_sub(1).map(|left| data[left]))
            && local[0].is_ascii_alphanumeric()
            && !local.contains(&b'\'')
            && !local.windows(2).any(|pair| pair == b"..")
            && !domain.contains(&b'-')
            && domain.len() <= LONGEST_PLAIN_DOMAIN
            && self.tlds.contains(last)
            && !self.first_labels.contains(first)
            && !is_version(&domain)
            && !is_hash(first)
            && !self.accounts.contains(&local.to_ascii_lowercase())
            && !goes_on(&data[end..])
            && !self.is_login_or_id(left_of(data, start, REACH))
    }

    /// Tell whether what stands before an address may make it a login or the id of a message.
    fn is_login_or_id(&self, left: &[u8]) -> bool {
        if left.last() == Some(&b'/') || self.hints.iter().any(|hint| hint.find(left).is_some()) {
            return true;
        }
        let label = trimmed(left, &[WHITE_SPACE, b"\"'<:="].concat());
        label.len() < left.len() && ends_with_any(label, &self.names_of_ids)
    }
}

/// Give what the rule's shape matches around the sign at `at`, not before `position`.
fn candidate(data: &[u8], position: usize, at: usize) -> Option<(usize, usize)> {
    let room = &data[position.max(at.saturating_sub(LONGEST_LOCAL))..at];
    let start = at - room.iter().rev().take_while(|&&byte| is_local(byte)).count();
    let label = |from: usize| from + data[from..].iter().take_while(|&&byte| is_of_label(byte)).count();
    let mut end = label(at + 1);
    if start == at || end == at + 1 {
        return None;
    }
    let first = end;
    while data.get(end) == Some(&b'.') {
        let next = label(end + 1);
        if next == end + 1 {
            break;
        }
        end = next;
    }
    (end > first).then_some((start, end))
}

fn is_local(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"._+'-".contains(&byte)
}

fn is_of_label(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'-'
}

fn is_opening(before: Option<u8>) -> bool {
    before.is_none_or(|byte| b" =<(:,;[|&>{\"\t\n".contains(&byte))
}

/// Tell whether a domain begins as a version does (`node@v18.2.so`).
fn is_version(domain: &[u8]) -> bool {
    let number = domain.strip_prefix(b"v").unwrap_or(domain);
    let digits = number.iter().take_while(|byte| byte.is_ascii_digit()).count();
    digits > 0 && matches!(number[digits..], [b'.', b'0'..=b'9', ..])
}

/// Tell whether a domain that begins so may be the hash of a Java object.
fn is_hash(first: &[u8]) -> bool {
    (5..=8).contains(&first.len()) && first.iter().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// Tell whether a path (`host:/var`) or a unit of systemd may follow.
fn goes_on(right: &[u8]) -> bool {
    matches!(right, [b':' | b'.', next, ..] if next.is_ascii_alphanumeric() || b"_.-~/".contains(next))
}
