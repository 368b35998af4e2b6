//! The table of sizes in README.md: written by a command, and checked to be what is built.

use std::fmt::Write as _;
use std::fs;

use anyhow::{Context, Result, bail};

use super::parts::{Measured, Packed};
use super::sizes::{Report, Size};
use crate::workspace;

const START: &str = "<!-- sizes: npm run sizes -- --write -->\n";
const END: &str = "<!-- /sizes -->";

/// How far a figure may be from the truth before it has to be written anew, in percent.
const TOLERANCE: usize = 2;

/// Writes the table anew. Whether it was another one.
pub fn write(report: &Report) -> Result<bool> {
    let path = workspace::root().join("README.md");
    let text = fs::read_to_string(&path)?;
    let (before, _, after) = split(&text)?;
    let written = format!("{before}{}{after}", table(report.parts()));
    if written == text {
        return Ok(false);
    }
    fs::write(path, written)?;
    Ok(true)
}

/// What README.md says that is not so, one sentence each.
pub fn stale(report: &Report) -> Result<Vec<String>> {
    let text = fs::read_to_string(workspace::root().join("README.md"))?;
    let (_, told, _) = split(&text)?;
    Ok(compare(&rows(told), report.parts()))
}

/// What stands before the table, the table, and what follows it.
fn split(text: &str) -> Result<(&str, &str, &str)> {
    let (Some(start), Some(end)) = (text.find(START), text.find(END)) else {
        bail!("README.md has lost the marks {} and {END} around the table of sizes", START.trim_end());
    };
    let start = start + START.len();
    let table = text.get(start..end).context("README.md has the marks of the table of sizes in the wrong order")?;
    Ok((text.get(..start).unwrap_or_default(), table, text.get(end..).unwrap_or_default()))
}

fn table(parts: &[Measured]) -> String {
    let mut text = String::from("\n| | bytes | gzip | brotli | limit |\n|---|--:|--:|--:|--:|\n");
    for Measured { name, size: Size { bytes, gzip, brotli }, limit, packed } in parts {
        let unit = if *packed == Packed::Gzip { " gzip" } else { "" };
        let [bytes, gzip, brotli, limit] = [*bytes, *gzip, *brotli, *limit].map(grouped);
        // Writing to a String cannot fail.
        let _ = writeln!(text, "| {name} | {bytes} | {gzip} | {brotli} | {limit}{unit} |");
    }
    text.push('\n');
    text
}

/// The rows of a table: the name and the figures.
fn rows(table: &str) -> Vec<(String, Vec<usize>)> {
    let mut found = Vec::new();
    for line in table.lines() {
        let mut cells = line.trim_matches('|').split('|').map(str::trim);
        let Some(name) = cells.next() else { continue };
        let figures: Vec<usize> =
            cells.filter_map(|cell| cell.replace([',', 'g', 'z', 'i', 'p'], "").trim().parse().ok()).collect();
        if !figures.is_empty() {
            found.push((name.to_owned(), figures));
        }
    }
    found
}

fn compare(told: &[(String, Vec<usize>)], parts: &[Measured]) -> Vec<String> {
    let names = |told: &(String, Vec<usize>), part: &Measured| told.0 == part.name;
    if told.len() != parts.len() || told.iter().zip(parts).any(|(told, part)| !names(told, part)) {
        return vec!["the table of sizes has other rows than the package has parts".to_owned()];
    }
    let mut faults = Vec::new();
    for ((name, told), Measured { size: Size { bytes, gzip, brotli }, limit, .. }) in told.iter().zip(parts) {
        let so = [*bytes, *gzip, *brotli, *limit];
        let near = |(told, so): (&usize, &usize)| told.abs_diff(*so) * 100 <= so * TOLERANCE;
        // The limit is what it is, and so is its figure.
        if told.len() != so.len() || !told.iter().zip(&so).all(near) || told.last() != so.last() {
            faults.push(format!("{name}: README.md says {told:?}, it is {so:?}"));
        }
    }
    faults
}

/// `1,234,567`.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{Measured, Packed, Size, compare, grouped, rows, table};

    fn parts() -> Vec<Measured> {
        let size = |bytes| Size { bytes, gzip: bytes / 2, brotli: bytes / 4 };
        vec![
            Measured { name: "module", size: size(361_676), limit: 122_880, packed: Packed::Brotli },
            Measured { name: "/drafts, on top", size: size(10_000), limit: 4096, packed: Packed::Gzip },
        ]
    }

    #[test]
    fn what_is_written_is_current() {
        assert_eq!(compare(&rows(&table(&parts())), &parts()), [""; 0]);
    }

    #[test]
    fn two_percent_more_is_near_enough_and_three_are_not() {
        let told = rows(&table(&parts()));
        let mut now = parts();
        now.iter_mut().for_each(|part| part.size.bytes = part.size.bytes * 102 / 100);
        assert_eq!(compare(&told, &now), [""; 0]);
        now.iter_mut().for_each(|part| part.size.bytes = part.size.bytes * 102 / 100);
        assert_eq!(compare(&told, &now).len(), 2);
    }

    #[test]
    fn another_limit_and_another_row_are_told() {
        let told = rows(&table(&parts()));
        let mut now = parts();
        now.iter_mut().for_each(|part| part.limit += 1);
        assert_eq!(compare(&told, &now).len(), 2);
        assert_eq!(compare(told.get(..1).unwrap_or_default(), &parts()).len(), 1);
        assert_eq!(compare(&[], &parts()).len(), 1);
    }

    #[test]
    fn digits_are_grouped_by_three() {
        assert_eq!([0, 999, 1000, 1_234_567].map(grouped), ["0", "999", "1,000", "1,234,567"]);
    }
}
