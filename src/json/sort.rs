//! One sort for all that has to be ordered: each use of the library's would add some kilobytes to what is shipped.

use std::cmp::Ordering;

/// Runs of so many are ordered one by one before they are merged.
const RUN: usize = 8;

/// The numbers below `length`, ordered by `compare`; equal ones stay in their order.
pub fn order(length: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut indices: Vec<usize> = (0..length).collect();
    for run in indices.chunks_mut(RUN) {
        for end in 1..run.len() {
            let mut at = end;
            while let Some([before, last]) = at.checked_sub(1).and_then(|from| run.get_mut(from..=at))
                && compare(*before, *last) == Ordering::Greater
            {
                std::mem::swap(before, last);
                at -= 1;
            }
        }
    }
    let mut merged = Vec::with_capacity(length);
    let mut size = RUN;
    while size < length {
        merged.clear();
        for pair in indices.chunks(2 * size) {
            let (mut left, mut right) = pair.split_at_checked(size).unwrap_or((pair, &[]));
            loop {
                let smaller = match (left.first(), right.first()) {
                    (Some(a), Some(b)) if compare(*a, *b) == Ordering::Greater => &mut right,
                    (Some(_), _) => &mut left,
                    (None, Some(_)) => &mut right,
                    (None, None) => break,
                };
                if let [first, behind @ ..] = *smaller {
                    merged.push(*first);
                    *smaller = behind;
                }
            }
        }
        std::mem::swap(&mut indices, &mut merged);
        size *= 2;
    }
    indices
}

#[cfg(test)]
mod tests {
    use super::order;

    /// Against the library's stable sort, on runs of every length with many equal keys.
    #[test]
    fn it_is_a_stable_order() {
        let mut state = 1u32;
        for length in (0..130).chain([1_000, 4_096, 5_000]) {
            for keys in [2, 10, 1_000_000] {
                let values: Vec<u32> = (0..length)
                    .map(|_| {
                        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                        (state >> 8) % keys
                    })
                    .collect();
                let mut expected: Vec<usize> = (0..length).collect();
                expected.sort_by_key(|index| values[*index]);
                assert_eq!(order(length, &|a, b| values[a].cmp(&values[b])), expected, "{length} {keys}");
            }
        }
    }
}
