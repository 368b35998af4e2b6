//! The table of sizes in both READMEs: written by a command, and checked to be what is built.

use std::fmt::Write as _;
use std::fs;

use anyhow::{Context, Result, bail, ensure};

use super::parts::{Measured, Packed};
use super::sizes::{Report, Size};
use crate::workspace;

const START: &str = "<!-- sizes: npm run sizes -- --write -->\n";
const END: &str = "<!-- /sizes -->";
const HEAD: &str = "| | bytes | gzip | brotli | limit |";

/// The same in Chinese: the figures are written, what the rows are called stays as it stands there.
const CHINESE: &str = "README.zh-CN.md";
const CHINESE_HEAD: &str = "| | 字节 | gzip | brotli | 上限 |";

/// How far a figure may be from the truth before it has to be written anew, in percent.
const TOLERANCE: usize = 2;

/// Writes both tables anew. Whether one was another.
pub fn write(report: &Report) -> Result<bool> {
    let parts = report.parts();
    let english = write_one("README.md", |_| Ok(table(HEAD, parts.iter().map(|part| part.name), parts)))?;
    let chinese = write_one(CHINESE, |told| {
        let rows = rows(told);
        ensure!(
            rows.len() == parts.len(),
            "{CHINESE} has {} rows of sizes for {} parts: give each its name, in their order",
            rows.len(),
            parts.len()
        );
        Ok(table(CHINESE_HEAD, rows.iter().map(|(name, _)| name.as_str()), parts))
    })?;
    Ok(english || chinese)
}

/// Writes the table of a file anew, by what stands there. Whether it was another one.
fn write_one(file: &str, table: impl FnOnce(&str) -> Result<String>) -> Result<bool> {
    let path = workspace::root().join(file);
    let text = fs::read_to_string(&path)?;
    let (before, told, after) = split(&text).with_context(|| format!("{file} cannot be written"))?;
    let written = format!("{before}{}{after}", table(told)?);
    if written == text {
        return Ok(false);
    }
    fs::write(path, written)?;
    Ok(true)
}

/// What README.md says that is not so, one sentence each. That the Chinese one says the same is for the tests of the docs.
pub fn stale(report: &Report) -> Result<Vec<String>> {
    let text = fs::read_to_string(workspace::root().join("README.md"))?;
    let (_, told, _) = split(&text)?;
    Ok(compare(&rows(told), report.parts()))
}

/// What stands before the table, the table, and what follows it.
fn split(text: &str) -> Result<(&str, &str, &str)> {
    let (Some(start), Some(end)) = (text.find(START), text.find(END)) else {
        bail!("the marks {} and {END} around the table of sizes are gone", START.trim_end());
    };
    let start = start + START.len();
    let table = text.get(start..end).context("the marks of the table of sizes are in the wrong order")?;
    Ok((text.get(..start).unwrap_or_default(), table, text.get(end..).unwrap_or_default()))
}

fn table<'a>(head: &str, names: impl Iterator<Item = &'a str>, parts: &[Measured]) -> String {
    let mut text = format!("\n{head}\n|---|--:|--:|--:|--:|\n");
    for (name, Measured { size: Size { bytes, gzip, brotli }, limit, packed, .. }) in names.zip(parts) {
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
    use super::{HEAD, Measured, Packed, Size, compare, grouped, rows};

    fn parts() -> Vec<Measured> {
        let size = |bytes| Size { bytes, gzip: bytes / 2, brotli: bytes / 4 };
        vec![
            Measured { name: "module", size: size(361_676), limit: 122_880, packed: Packed::Brotli },
            Measured { name: "/drafts, on top", size: size(10_000), limit: 4096, packed: Packed::Gzip },
        ]
    }

    fn table(parts: &[Measured]) -> String {
        super::table(HEAD, parts.iter().map(|part| part.name), parts)
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
