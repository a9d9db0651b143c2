//! Resolves overlapping findings: the twin of `detect/model/overlaps.py`.

/// Start, end and the rank of the rule.
pub type Ranked = (usize, usize, usize);

/// Choose among overlapping findings: the longest stays, then the one whose rule comes first, and what of another sticks
/// out. `found` is sorted by start; so is the answer, and it is disjoint.
pub fn resolve(found: Vec<Ranked>) -> Vec<Ranked> {
    if found.windows(2).all(|pair| pair[1].0 >= pair[0].1) {
        return found;
    }
    let mut resolved = Vec::with_capacity(found.len());
    let mut cluster = Vec::new();
    let mut end = 0;
    for ranked in found {
        if !cluster.is_empty() && ranked.0 >= end {
            choose(&mut cluster, &mut resolved);
        }
        cluster.push(ranked);
        end = end.max(ranked.1);
    }
    choose(&mut cluster, &mut resolved);
    resolved
}

/// Take what stays of findings that overlap.
fn choose(cluster: &mut Vec<Ranked>, resolved: &mut Vec<Ranked>) {
    if cluster.len() < 2 {
        resolved.append(cluster);
        return;
    }
    cluster.sort_by_key(|&(start, end, rank)| (std::cmp::Reverse(end - start), rank, start));
    let (mut chosen, mut others): (Vec<Ranked>, Vec<Ranked>) = (Vec::new(), Vec::new());
    for ranked in cluster.drain(..) {
        let place = chosen.partition_point(|one| *one < ranked);
        let is_free_left = place == 0 || chosen[place - 1].1 <= ranked.0;
        let is_free_right = place == chosen.len() || ranked.1 <= chosen[place].0;
        if is_free_left && is_free_right {
            chosen.insert(place, ranked);
        } else {
            others.push(ranked);
        }
    }
    for ranked in others {
        for rest in sticking_out(ranked, &chosen) {
            let place = chosen.partition_point(|one| *one <= rest);
            chosen.insert(place, rest);
        }
    }
    resolved.append(&mut chosen);
}

/// Give the parts of a finding that no chosen one covers.
fn sticking_out((start, end, rank): Ranked, chosen: &[Ranked]) -> Vec<Ranked> {
    let mut parts = Vec::new();
    let mut at = start;
    let place = chosen.partition_point(|one| *one < (start, end, rank));
    for &(other_start, other_end, _) in &chosen[place.saturating_sub(1)..] {
        if other_start >= end {
            break;
        }
        if other_end > at {
            if at < other_start {
                parts.push((at, other_start, rank));
            }
            at = other_end;
        }
    }
    if at < end {
        parts.push((at, end, rank));
    }
    parts
}
