//! One sort for all that has to be ordered: each use of the generic one would add some kilobytes to what is shipped.

use std::cmp::Ordering;

/// The numbers below `length`, ordered by `compare`; equal ones stay in their order.
pub fn order(length: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut indices: Vec<usize> = (0..length).collect();
    indices.sort_unstable_by(|a, b| compare(*a, *b).then(a.cmp(b)));
    indices
}
