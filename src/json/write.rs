//! Writes JSON text.

use super::{pointer, string};

/// Appends bytes: once in what is shipped, not wherever it is called.
#[inline(never)]
pub fn push(out: &mut Vec<u8>, bytes: &[u8]) {
    out.extend_from_slice(bytes);
}

/// The text that the bytes are: whoever writes only text has UTF-8.
#[inline(never)]
pub fn into_text(out: Vec<u8>) -> String {
    String::from_utf8(out).unwrap_or_default()
}

/// An object that is being written.
#[derive(Debug)]
pub struct ObjectWriter<'o> {
    out: &'o mut Vec<u8>,
    is_first: bool,
}

impl<'o> ObjectWriter<'o> {
    /// Begins an object behind what `out` holds.
    pub fn begin(out: &'o mut Vec<u8>) -> Self {
        out.push(b'{');
        Self { out, is_first: true }
    }

    /// Writes a member's name, and returns where its value goes.
    pub fn member(&mut self, name: &str) -> &mut Vec<u8> {
        if !self.is_first {
            self.out.push(b',');
        }
        self.is_first = false;
        string::push_quoted(self.out, name);
        self.out.push(b':');
        self.out
    }

    /// A string, if there is one.
    pub fn text(&mut self, name: &str, value: Option<&str>) {
        if let Some(value) = value {
            string::push_quoted(self.member(name), value);
        }
    }

    /// A whole number, if there is one.
    pub fn number(&mut self, name: &str, value: Option<u32>) {
        if let Some(value) = value {
            let mut digits = String::new();
            pointer::push_number(&mut digits, value as usize);
            self.member(name).extend_from_slice(digits.as_bytes());
        }
    }

    /// `true` or `false`.
    pub fn boolean(&mut self, name: &str, value: bool) {
        self.member(name).extend_from_slice(if value { b"true" } else { b"false" });
    }

    /// Ends the object.
    pub fn end(self) {
        self.out.push(b'}');
    }
}

/// Writes an array.
pub fn array<T>(out: &mut Vec<u8>, items: impl IntoIterator<Item = T>, mut write: impl FnMut(&mut Vec<u8>, T)) {
    out.push(b'[');
    for (index, item) in items.into_iter().enumerate() {
        if index > 0 {
            out.push(b',');
        }
        write(out, item);
    }
    out.push(b']');
}
