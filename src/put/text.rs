//! Small questions about ASCII text, asked in many places.

/// The same letters, whatever their case.
#[inline(never)]
pub(super) fn is_same(a: &[u8], b: &[u8]) -> bool {
    a.eq_ignore_ascii_case(b)
}

/// Without the white space around it.
#[inline(never)]
pub(super) fn trimmed(text: &[u8]) -> &[u8] {
    text.trim_ascii()
}

/// Its own copy.
#[inline(never)]
pub(super) fn owned(text: &str) -> String {
    text.to_owned()
}

/// The number that is written with nothing but digits. However many there are, it is finite or infinite.
#[inline(never)]
pub fn whole_number(digits: &[u8]) -> Option<f64> {
    let mut number = 0.0;
    for digit in digits {
        if !digit.is_ascii_digit() {
            return None;
        }
        number = number * 10.0 + f64::from(digit - b'0');
    }
    (!digits.is_empty()).then_some(number)
}
