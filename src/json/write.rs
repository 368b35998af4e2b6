//! Writes JSON text.

use super::string;

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
}

impl<'o> ObjectWriter<'o> {
    /// Begins an object behind what `out` holds.
    pub fn begin(out: &'o mut Vec<u8>) -> Self {
        push(out, b"{");
        Self { out }
    }

    /// Writes a member's name, and returns where its value goes.
    pub fn member(&mut self, name: &str) -> &mut Vec<u8> {
        write_name(self.out, name);
        self.out
    }

    /// A string, if there is one.
    pub fn text(&mut self, name: &str, value: Option<&str>) {
        write_text(self.out, name, value);
    }

    /// A string; what is not there is told as `null`.
    pub fn text_or_null(&mut self, name: &str, value: Option<&str>) {
        match value {
            Some(_) => self.text(name, value),
            None => push(self.member(name), b"null"),
        }
    }

    /// A whole number, if there is one.
    pub fn number(&mut self, name: &str, value: Option<u64>) {
        if let Some(value) = value {
            push_number(self.member(name), value);
        }
    }

    /// `true` or `false`.
    pub fn boolean(&mut self, name: &str, value: bool) {
        push(self.member(name), if value { b"true" } else { b"false" });
    }

    /// Ends the object.
    pub fn end(self) {
        push(self.out, b"}");
    }
}

#[inline(never)]
fn write_name(out: &mut Vec<u8>, name: &str) {
    separate(out);
    string::push_quoted(out, name);
    push(out, b":");
}

#[inline(never)]
fn write_text(out: &mut Vec<u8>, name: &str, value: Option<&str>) {
    if let Some(value) = value {
        write_name(out, name);
        string::push_quoted(out, value);
    }
}

/// Appends a whole number.
pub fn push_number(out: &mut Vec<u8>, number: u64) {
    if number > 9 {
        push_number(out, number / 10);
    }
    out.push(b'0' + (number % 10) as u8);
}

/// Writes an array.
pub fn array<T>(out: &mut Vec<u8>, items: impl IntoIterator<Item = T>, mut write: impl FnMut(&mut Vec<u8>, T)) {
    push(out, b"[");
    for item in items {
        separate(out);
        write(out, item);
    }
    push(out, b"]");
}

/// Writes an array of strings.
#[inline(never)]
pub fn texts(out: &mut Vec<u8>, texts: &[&str]) {
    array(out, texts, |out, text| string::push_quoted(out, text));
}

/// Appends the comma between two members or elements: no value ends with an opening bracket.
#[inline(never)]
fn separate(out: &mut Vec<u8>) {
    if !matches!(out.last(), Some(b'{' | b'[')) {
        push(out, b",");
    }
}
