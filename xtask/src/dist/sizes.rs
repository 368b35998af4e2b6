//! The table of sizes: what lies in `dist/`, and what of it goes over the wire.

use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::Result;

/// Prints the size of every file: as it is, as gzip (level 9) and as brotli (level 11).
pub fn print(dir: &Path) -> Result<()> {
    println!("\n{:<28} {:>9} {:>9} {:>9}", "dist", "bytes", "gzip", "brotli");
    for file in super::tree(dir)? {
        let bytes = fs::read(&file)?;
        let name = file.strip_prefix(dir)?.display().to_string();
        println!("{name:<28} {:>9} {:>9} {:>9}", bytes.len(), gzip(&bytes)?, brotli(&bytes)?);
    }
    println!();
    Ok(())
}

fn gzip(bytes: &[u8]) -> Result<usize> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?.len())
}

fn brotli(bytes: &[u8]) -> Result<usize> {
    let mut packed = Vec::new();
    let params = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
    brotli::BrotliCompress(&mut &*bytes, &mut packed, &params)?;
    Ok(packed.len())
}
