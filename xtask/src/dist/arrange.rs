//! The module as it compresses best. What it does stays the same: its functions stand in another order, each beside one that
//! it shares much with, and no access to memory says how it is aligned, which is a hint that engines do without.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use wasm_encoder::reencode::{Error, Reencode, utils};
use wasm_encoder::{CodeSection, FunctionSection, MemArg, Module};
use wasmparser::{CodeSectionReader, FunctionSectionReader, Parser, Payload, TypeRef};

/// Arranges the module in `file`.
pub fn run(file: &Path) -> Result<()> {
    let module = fs::read(file).with_context(|| format!("{} could not be read", file.display()))?;
    let plain = encode(&module, &mut Arrangement::default())?;
    let (imported, bodies) = functions(&plain)?;
    let order = order(&bodies);
    let mut places = vec![0; order.len()];
    for (place, index) in order.iter().enumerate() {
        *places.get_mut(*index).context("a function that is not there")? = place as u32;
    }
    let arranged = encode(&plain, &mut Arrangement { imported, order, places })?;
    fs::write(file, arranged)?;
    println!("functions: {} arranged", bodies.len());
    Ok(())
}

/// In which order the functions of the module stand, but for the imported ones, which come first. Empty: as they are.
#[derive(Default)]
struct Arrangement {
    imported: u32,
    /// The function that stands at each place.
    order: Vec<usize>,
    /// The place of each function.
    places: Vec<u32>,
}

type Encoded<T> = Result<T, Error>;

impl Reencode for Arrangement {
    type Error = std::convert::Infallible;

    fn function_index(&mut self, function: u32) -> Encoded<u32> {
        let own = function.checked_sub(self.imported).and_then(|own| self.places.get(own as usize));
        Ok(own.map_or(function, |place| self.imported + place))
    }

    fn mem_arg(&mut self, access: wasmparser::MemArg) -> Encoded<MemArg> {
        Ok(MemArg { align: 0, ..utils::mem_arg(self, access)? })
    }

    fn parse_function_section(&mut self, out: &mut FunctionSection, section: FunctionSectionReader<'_>) -> Encoded<()> {
        let types = section.into_iter().collect::<Result<Vec<u32>, _>>()?;
        for function in self.arranged(types) {
            out.function(self.type_index(function)?);
        }
        Ok(())
    }

    fn parse_code_section(&mut self, out: &mut CodeSection, section: CodeSectionReader<'_>) -> Encoded<()> {
        let bodies = section.into_iter().collect::<Result<Vec<_>, _>>()?;
        for body in self.arranged(bodies) {
            self.parse_function_body(out, body)?;
        }
        Ok(())
    }
}

impl Arrangement {
    fn arranged<T: Clone>(&self, all: Vec<T>) -> Vec<T> {
        if self.order.is_empty() {
            all
        } else {
            self.order.iter().filter_map(|index| all.get(*index).cloned()).collect()
        }
    }
}

fn encode(module: &[u8], arrangement: &mut Arrangement) -> Result<Vec<u8>> {
    let mut out = Module::new();
    arrangement.parse_core_module(&mut out, Parser::new(0), module).context("the module cannot be written anew")?;
    Ok(out.finish())
}

/// How many functions are imported, and the bytes of the others.
fn functions(module: &[u8]) -> Result<(u32, Vec<&[u8]>)> {
    let mut imported = 0;
    let mut bodies = Vec::new();
    for payload in Parser::new(0).parse_all(module) {
        match payload? {
            Payload::ImportSection(section) => {
                for import in section.into_imports() {
                    imported += u32::from(matches!(import?.ty, TypeRef::Func(_)));
                }
            }
            Payload::CodeSectionEntry(body) => {
                bodies.push(module.get(body.range()).context("a function outside of the module")?);
            }
            _ => {}
        }
    }
    Ok((imported, bodies))
}

/// Each beside one that it shares much with: from the shortest on, always the one that is most like the last one.
fn order(bodies: &[&[u8]]) -> Vec<usize> {
    let grams: Vec<Vec<&[u8]>> = bodies.iter().map(|body| grams(body)).collect();
    let likeness = |a: &[&[u8]], b: &[&[u8]]| {
        let size = ((a.len() * b.len() + 1) as f64).sqrt();
        shared(a, b) as f64 / size
    };
    let mut left: Vec<usize> = (0..bodies.len()).collect();
    let mut next = left.iter().copied().min_by_key(|index| bodies.get(*index).map(|body| body.len()));
    let mut order = Vec::new();
    while let Some(index) = next {
        order.push(index);
        left.retain(|other| *other != index);
        let last = grams.get(index).map_or(&[][..], Vec::as_slice);
        let alike = |other: &usize| (grams.get(*other).map_or(0.0, |other| likeness(last, other)), *other);
        let most = left.iter().map(alike).max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
        next = most.map(|(_, index)| index);
    }
    order
}

/// The runs of four bytes in a function, each once, in their order.
fn grams(body: &[u8]) -> Vec<&[u8]> {
    let mut grams: Vec<&[u8]> = body.windows(4).collect();
    grams.sort_unstable();
    grams.dedup();
    grams
}

/// How many are in both.
fn shared(mut a: &[&[u8]], mut b: &[&[u8]]) -> usize {
    let mut count = 0;
    while let (Some((first, behind_first)), Some((second, behind_second))) = (a.split_first(), b.split_first()) {
        let ordering = first.cmp(second);
        count += usize::from(ordering.is_eq());
        if ordering.is_le() {
            a = behind_first;
        }
        if ordering.is_ge() {
            b = behind_second;
        }
    }
    count
}
