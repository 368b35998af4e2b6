//! How big things are: every file of `dist/`, and every part of it as a page downloads it, against its limit.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::Write;
use std::ops::AddAssign;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

use super::parts::{self, Measured};
use crate::workspace;

/// A size in bytes: as it is, as gzip (level 9) and as brotli (level 11).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Size {
    pub bytes: usize,
    pub gzip: usize,
    pub brotli: usize,
}

impl Size {
    /// Of these bytes.
    pub fn of(bytes: &[u8]) -> Result<Self> {
        Ok(Self { bytes: bytes.len(), gzip: gzip(bytes)?, brotli: brotli(bytes)? })
    }
}

impl AddAssign for Size {
    fn add_assign(&mut self, other: Self) {
        self.bytes += other.bytes;
        self.gzip += other.gzip;
        self.brotli += other.brotli;
    }
}

/// A folder that is measured: no file is compressed twice.
pub struct Report {
    files: BTreeMap<PathBuf, Size>,
    parts: Vec<Measured>,
}

impl Report {
    /// Measures every file and every part of a folder.
    pub fn of(dir: &Path) -> Result<Self> {
        let mut files = BTreeMap::new();
        for file in super::tree(dir)? {
            let size = Size::of(&fs::read(&file)?)?;
            files.insert(file, size);
        }
        let parts = parts::measure(dir, &workspace::target().join("dist-sizes"), &files)?;
        Ok(Self { files, parts })
    }

    /// The parts, in the order of their table.
    pub fn parts(&self) -> &[Measured] {
        &self.parts
    }

    /// What is over its limit, one sentence each.
    pub fn over(&self) -> Vec<String> {
        self.parts.iter().filter_map(Measured::over).collect()
    }

    /// Prints the files with their SHA-256, the module's in full, and the parts with their limits.
    pub fn print(&self, dir: &Path) -> Result<()> {
        println!("\n{:<28} {:>9} {:>9} {:>9}  sha256", "dist", "bytes", "gzip", "brotli");
        let mut module = String::new();
        for (file, size) in &self.files {
            let name = file.strip_prefix(dir)?.display().to_string();
            let hash = sha256(&fs::read(file)?);
            let Size { bytes, gzip, brotli } = size;
            println!("{name:<28} {bytes:>9} {gzip:>9} {brotli:>9}  {}…", hash.get(..16).unwrap_or_default());
            if file.extension().is_some_and(|extension| extension == "wasm") {
                module = format!("sha256 of {name}: {hash}");
            }
        }
        println!(
            "\n{:<28} {:>9} {:>9} {:>9} {:>9} {:>7}",
            "as downloaded", "bytes", "gzip", "brotli", "limit", "of it"
        );
        for part in &self.parts {
            let Measured { name, size: Size { bytes, gzip, brotli }, limit, .. } = part;
            let share = part.bytes() * 100 / limit;
            println!("{name:<28} {bytes:>9} {gzip:>9} {brotli:>9} {limit:>9} {share:>6}%");
        }
        println!("\n{module}\n");
        Ok(())
    }
}

/// The report on the `dist/` that is there, without building it.
pub fn of_dist() -> Result<(PathBuf, Report)> {
    let dist = workspace::root().join("dist");
    fs::metadata(&dist).context("there is no dist/ to measure: `npm run build` makes it")?;
    let report = Report::of(&dist)?;
    Ok((dist, report))
}

/// SHA-256 as 64 hexadecimal digits, as `sha256sum` prints it.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn gzip(bytes: &[u8]) -> Result<usize> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?.len())
}

/// After brotli, level 11.
pub fn brotli(bytes: &[u8]) -> Result<usize> {
    let mut packed = Vec::new();
    let params = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
    brotli::BrotliCompress(&mut &*bytes, &mut packed, &params)?;
    Ok(packed.len())
}

#[cfg(test)]
mod tests {
    use super::sha256;

    /// The examples of FIPS 180-4 for the empty message and "abc".
    #[test]
    fn sha256_is_that_of_the_standard() {
        assert_eq!(sha256(b""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        assert_eq!(sha256(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
