//! JSON Pointers (RFC 6901).

/// Appends one reference token: `/` and the name with `~` and `/` escaped.
pub fn push(pointer: &mut String, name: &str) {
    pointer.push('/');
    for character in name.chars() {
        match character {
            '~' => pointer.push_str("~0"),
            '/' => pointer.push_str("~1"),
            other => pointer.push(other),
        }
    }
}

/// Appends an array index.
pub fn push_index(pointer: &mut String, index: usize) {
    pointer.push('/');
    push_number(pointer, index);
}

/// Appends a whole number. Takes the place of `format!`, whose machinery is larger than all else in the module.
pub fn push_number(out: &mut String, number: usize) {
    let mut digits = [0u8; 20];
    let mut rest = number;
    let mut used = 0;
    for digit in digits.iter_mut().rev() {
        *digit = b'0' + (rest % 10) as u8;
        rest /= 10;
        used += 1;
        if rest == 0 {
            break;
        }
    }
    out.extend(digits.iter().skip(digits.len() - used).map(|digit| char::from(*digit)));
}

/// The reference tokens of a pointer, unescaped; `None` when it is not one.
pub fn tokens(pointer: &str) -> Option<Vec<String>> {
    if pointer.is_empty() {
        return Some(Vec::new());
    }
    pointer.strip_prefix('/')?.split('/').map(unescape).collect()
}

fn unescape(token: &str) -> Option<String> {
    let mut parts = token.split('~');
    let mut out = parts.next()?.to_owned();
    for part in parts {
        let rest = match part.as_bytes().first()? {
            b'0' => {
                out.push('~');
                part.strip_prefix('0')?
            }
            b'1' => {
                out.push('/');
                part.strip_prefix('1')?
            }
            _ => return None,
        };
        out.push_str(rest);
    }
    Some(out)
}

/// An array index as RFC 6901 has it: digits without a leading zero.
pub fn index(token: &str) -> Option<usize> {
    let digits = token.bytes().all(|byte| byte.is_ascii_digit());
    if !digits || token.is_empty() || (token.len() > 1 && token.starts_with('0')) {
        return None;
    }
    token.parse().ok()
}
