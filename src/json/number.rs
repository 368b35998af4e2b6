//! JSON numbers as decimals: compared digit by digit, never as floats, whatever their length.

use std::cmp::Ordering;

/// A JSON number as sign, digits without leading or trailing zeros, and the power of ten of the point in front of them:
/// `0.digits × 10^point`.
#[derive(Debug)]
pub struct Decimal {
    negative: bool,
    digits: Vec<u8>,
    point: i128,
}

impl Decimal {
    /// Reads the text of a number that the reader has accepted.
    pub fn new(text: &[u8]) -> Self {
        let (negative, text) = match text.split_first() {
            Some((b'-', rest)) => (true, rest),
            _ => (false, text),
        };
        let mantissa_end = text.iter().position(|byte| matches!(byte, b'e' | b'E')).unwrap_or(text.len());
        let (mantissa, exponent) = text.split_at_checked(mantissa_end).unwrap_or((text, &[]));
        let whole = mantissa.iter().position(|byte| *byte == b'.').unwrap_or(mantissa.len());
        let all: Vec<u8> = mantissa.iter().copied().filter(u8::is_ascii_digit).collect();
        let leading = all.iter().take_while(|digit| **digit == b'0').count();
        let trailing = all.iter().rev().take_while(|digit| **digit == b'0').count();
        match all.get(leading..all.len().saturating_sub(trailing)) {
            Some(digits) if !digits.is_empty() => Self {
                negative,
                digits: digits.to_vec(),
                point: whole as i128 - leading as i128 + exponent_value(exponent),
            },
            // Zero has no sign here: -0 is 0.
            _ => Self { negative: false, digits: Vec::new(), point: 0 },
        }
    }

    /// Less than nothing.
    pub fn is_negative(&self) -> bool {
        self.negative
    }

    fn compare_magnitude(&self, other: &Self) -> Ordering {
        match (self.digits.is_empty(), other.digits.is_empty()) {
            (true, true) => Ordering::Equal,
            (true, false) => Ordering::Less,
            (false, true) => Ordering::Greater,
            // Slices of digits compare as the fractions that they are.
            (false, false) => self.point.cmp(&other.point).then_with(|| self.digits.cmp(&other.digits)),
        }
    }

    /// Farther from zero than `other`, whatever the signs.
    pub fn exceeds(&self, other: &Self) -> bool {
        self.compare_magnitude(other) == Ordering::Greater
    }
}

/// The digits behind `e`, held within bounds that no document can reach by its digits.
fn exponent_value(exponent: &[u8]) -> i128 {
    const BOUND: i128 = 1 << 100;
    let mut value: i128 = 0;
    for byte in exponent.iter().filter(|byte| byte.is_ascii_digit()) {
        value = (value * 10 + i128::from(byte - b'0')).min(BOUND);
    }
    if exponent.contains(&b'-') { -value } else { value }
}

/// Two numbers have the same value: 50000, 50000.0 and 5E4 do.
pub fn equal(a: &[u8], b: &[u8]) -> bool {
    if a == b {
        return true;
    }
    let (a, b) = (Decimal::new(a), Decimal::new(b));
    a.negative == b.negative && a.compare_magnitude(&b) == Ordering::Equal
}
