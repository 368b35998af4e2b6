//! The targets of `fuzz/`, on their seeds and on a fixed number of inputs made of them: the same ones each time, without
//! libFuzzer. `npm run fuzz` looks farther.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stdout,
    reason = "a test says no by panicking, and its counts are printed"
)]

#[path = "../fuzz/src/lib.rs"]
mod fuzz;

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::Instant;

use fuzz::{SEPARATOR, TARGETS};

/// Bytes of one input at the most.
const MOST: usize = 4096;

/// Splitmix64.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut word = self.0;
        word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        word ^ (word >> 31)
    }

    /// Less than `end`; 0 where that is 0.
    fn below(&mut self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }

    /// A piece of some bytes, mostly a short one.
    fn piece<'b>(&mut self, bytes: &'b [u8]) -> &'b [u8] {
        let start = self.below(bytes.len() + 1);
        let most = if self.below(4) == 0 { bytes.len() } else { 12 };
        let end = start + self.below(most.min(bytes.len() - start) + 1);
        &bytes[start..end]
    }
}

/// One to four changes of any kind.
fn mutated(seed: &[u8], others: &[Vec<u8>], words: &[Vec<u8>], random: &mut Random) -> Vec<u8> {
    let mut input = seed.to_vec();
    for _ in 0..=random.below(4) {
        let at = random.below(input.len() + 1);
        let end = at + random.below((input.len() - at).min(16) + 1);
        match random.below(9) {
            0 => drop(input.splice(at..end, [])),
            1 => drop(input.splice(at..at, [random.next() as u8])),
            2 => {
                if let Some(byte) = input.get_mut(at) {
                    *byte ^= 1 << random.below(8);
                }
            }
            3 => drop(input.splice(at..at, words[random.below(words.len())].iter().copied())),
            4 => drop(input.splice(at..end, words[random.below(words.len())].iter().copied())),
            5 => {
                let copy = random.piece(&input).to_vec();
                drop(input.splice(at..at, copy));
            }
            6 => {
                let other = &others[random.below(others.len())];
                drop(input.splice(at..end, random.piece(other).iter().copied()));
            }
            7 => input.truncate(at),
            _ => input.insert(at, SEPARATOR),
        }
        input.truncate(MOST);
    }
    input
}

fn files(folder: PathBuf) -> Vec<Vec<u8>> {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.iter().map(|path| std::fs::read(path).unwrap()).collect()
}

/// The words of libFuzzer's dictionary: one in quotes a line, with `\\`, `\"` and `\xAB`.
fn words(text: &str) -> Vec<Vec<u8>> {
    let quoted = text.lines().filter_map(|line| line.strip_prefix('"')?.strip_suffix('"'));
    let word = |quoted: &str| {
        let (mut bytes, mut rest) = (Vec::new(), quoted.as_bytes());
        while let [first, behind @ ..] = rest {
            (bytes, rest) = match (first, behind) {
                (b'\\', [b'x', high, low, behind @ ..]) => {
                    let digit = |byte: u8| char::from(byte).to_digit(16).unwrap() as u8;
                    bytes.push(digit(*high) << 4 | digit(*low));
                    (bytes, behind)
                }
                (b'\\', [itself, behind @ ..]) => {
                    bytes.push(*itself);
                    (bytes, behind)
                }
                _ => {
                    bytes.push(*first);
                    (bytes, behind)
                }
            };
        }
        bytes
    };
    quoted.map(word).collect()
}

/// Runs a target on its seeds, on the samples, and on so many inputs made of them.
fn run(name: &str, count: usize) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (_, target) = TARGETS.into_iter().find(|(known, _)| *known == name).unwrap();
    let own = files(root.join("fuzz/seeds").join(name));
    assert!(own.len() >= 7, "{} seeds", own.len());
    let mut seeds = files(root.join("tests/samples"));
    seeds.retain(|sample| sample.len() <= MOST);
    let samples = seeds.len();
    seeds.extend(own);
    let words = words(&std::fs::read_to_string(root.join("fuzz/words.dict")).unwrap());
    assert!(samples > 15 && words.len() > 100, "{samples} samples, {} words", words.len());
    let held = |input: &[u8]| {
        if let Err(panic) = catch_unwind(AssertUnwindSafe(|| target(input))) {
            println!("{name}: {:?}", String::from_utf8_lossy(input));
            std::panic::resume_unwind(panic);
        }
    };
    let start = Instant::now();
    seeds.iter().for_each(|seed| held(seed));
    let mut random = Random(0x5eed);
    for _ in 0..count {
        // Its own seeds three times as often as the samples.
        let own = random.below(4) > 0;
        let index = if own { samples + random.below(seeds.len() - samples) } else { random.below(samples) };
        held(&mutated(&seeds[index], &seeds, &words, &mut random));
    }
    println!("fuzz: {name}: {} inputs in {:.1} s", seeds.len() + count, start.elapsed().as_secs_f64());
}

#[test]
fn validate_holds() {
    run("validate", 3_000);
}

#[test]
fn edit_holds() {
    run("edit", 10_000);
}

#[test]
fn merge_holds() {
    run("merge", 3_000);
}

#[test]
fn save_holds() {
    run("save", 3_000);
}

#[test]
fn header_holds() {
    run("header", 8_000);
}

#[test]
fn address_holds() {
    run("address", 20_000);
}

#[test]
fn every_target_has_its_seeds_its_program_and_its_turn_here() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let names = |folder: &str| -> BTreeSet<String> {
        let entries = std::fs::read_dir(root.join(folder)).unwrap().map(|entry| entry.unwrap().path());
        entries.map(|path| path.file_stem().unwrap().to_string_lossy().into_owned()).collect()
    };
    let targets: BTreeSet<String> = TARGETS.into_iter().map(|(name, _)| name.to_owned()).collect();
    assert_eq!(names("fuzz/seeds"), targets);
    assert_eq!(names("fuzz/fuzz_targets"), targets);
    let turns = include_str!("fuzz.rs");
    for name in &targets {
        assert!(turns.contains(&format!("run(\"{name}\", ")), "{name}");
        let program = std::fs::read_to_string(root.join(format!("fuzz/fuzz_targets/{name}.rs"))).unwrap();
        assert!(program.contains(&format!("referral_editor_fuzz::{name}(data)")), "{name}");
    }
}
