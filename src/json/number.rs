//! JSON numbers as decimals: compared digit by digit, never as floats, whatever their length.

use std::cmp::Ordering;

/// A JSON number as sign, digits without leading or trailing zeros, and the power of ten of the point in front of them:
/// `0.digits × 10^point`.
#[derive(Debug)]
pub struct Decimal {
    negative: bool,
    digits: Vec<u8>,
    point: Whole,
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
            Some(digits) if !digits.is_empty() => {
                Self { negative, digits: digits.to_vec(), point: Whole::sum(exponent, whole as i64 - leading as i64) }
            }
            // Zero has no sign here: -0 is 0.
            _ => Self { negative: false, digits: Vec::new(), point: Whole::default() },
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

/// A whole number of any size: its sign, and its digits, the lowest first, without zeros behind the highest.
#[derive(Debug, Default, PartialEq, Eq)]
struct Whole {
    negative: bool,
    digits: Vec<u8>,
}

impl Whole {
    /// The number that stands behind `e`, and `other`, which counts digits of a document.
    fn sum(exponent: &[u8], other: i64) -> Self {
        let mut negative = exponent.contains(&b'-');
        let mut digits: Vec<u8> =
            exponent.iter().rev().filter(|byte| byte.is_ascii_digit()).map(|byte| byte - b'0').collect();
        while digits.last() == Some(&0) {
            digits.pop();
        }
        let mut carry = if negative { -other } else { other };
        // A longer one is so large that `other` cannot turn its sign.
        if digits.len() <= 17 {
            carry += digits.iter().rev().fold(0, |sum, digit| sum * 10 + i64::from(*digit));
            negative ^= carry < 0;
            carry = carry.abs();
            digits.clear();
        }
        for digit in &mut digits {
            carry += i64::from(*digit);
            *digit = carry.rem_euclid(10) as u8;
            carry = carry.div_euclid(10);
        }
        while carry > 0 {
            digits.push((carry % 10) as u8);
            carry /= 10;
        }
        while digits.last() == Some(&0) {
            digits.pop();
        }
        Self { negative: negative && !digits.is_empty(), digits }
    }

    fn cmp(&self, other: &Self) -> Ordering {
        let magnitude = || {
            self.digits
                .len()
                .cmp(&other.digits.len())
                .then_with(|| self.digits.iter().rev().cmp(other.digits.iter().rev()))
        };
        match (self.negative, other.negative) {
            (false, false) => magnitude(),
            (true, true) => magnitude().reverse(),
            (false, true) => Ordering::Greater,
            (true, false) => Ordering::Less,
        }
    }
}

/// Two numbers have the same value: 50000, 50000.0 and 5E4 do.
pub fn equal(a: &[u8], b: &[u8]) -> bool {
    if a == b {
        return true;
    }
    let (a, b) = (Decimal::new(a), Decimal::new(b));
    a.negative == b.negative && a.compare_magnitude(&b) == Ordering::Equal
}
