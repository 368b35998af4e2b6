//! Byte offsets as line and column.

/// Where a byte offset stands, both from 1. Columns count UTF-16 code units, as JavaScript and editors do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// Lines end with LF, CR LF or CR.
    pub line: u32,
    /// In its line.
    pub column: u32,
}

/// The position of the byte at `offset`.
pub fn position(text: &[u8], offset: usize) -> Position {
    let before = text.get(..offset).unwrap_or(text);
    let mut line = 1;
    let mut start = 0;
    for (at, byte) in before.iter().enumerate() {
        let ends_line = match byte {
            b'\n' => true,
            b'\r' => text.get(at + 1) != Some(&b'\n'),
            _ => false,
        };
        if ends_line {
            line += 1;
            start = at + 1;
        }
    }
    let units: u32 = before.get(start..).unwrap_or_default().iter().map(|byte| utf16_units(*byte)).sum();
    Position { line, column: units + 1 }
}

/// How many UTF-16 code units the character takes that this byte leads; 0 for a byte inside of a character.
const fn utf16_units(byte: u8) -> u32 {
    match byte {
        0x80..=0xBF => 0,
        0xF0.. => 2,
        _ => 1,
    }
}
