//! What must be true of every `dist/`, checked before it takes the place of the old one.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use wasmparser::{Operator, Parser, Payload};

use crate::{process, setup, workspace};

/// The `unreachable` instructions that the module may have: what is left of the ways to panic that `snip.mjs` counts, after the
/// optimiser has copied and joined them. A few more come with any new code that allocates.
const MOST_TRAPS: usize = 190;

/// Checks a finished folder. How many checks there were; an error that names every one that failed.
pub fn check(dir: &Path) -> Result<usize> {
    let faults = [loads(dir)?, no_code_from_text(dir)?, no_machine_paths(dir)?, no_any(dir)?, few_traps(dir)?];
    let count = faults.len();
    let faults: Vec<String> = faults.into_iter().flatten().collect();
    if !faults.is_empty() {
        bail!("dist/ is left as it was, the new one is not fit:\n  {}", faults.join("\n  "));
    }
    println!(
        "checks: Node accepts the module and every file loads without top-level await; no code from text; no machine paths; no `any`"
    );
    Ok(count)
}

/// The module is valid for this Node, and no file has a top-level await: `require` and old bundlers could not load it.
fn loads(dir: &Path) -> Result<Vec<String>> {
    let mut node = process::command("node");
    node.arg("--no-warnings").arg(workspace::root().join("xtask/src/dist/load.mjs")).arg(dir);
    let report = process::output(&mut node).context("node could not check dist/")?;
    Ok(report.lines().map(str::to_owned).collect())
}

/// No more places to trap than there were.
fn few_traps(dir: &Path) -> Result<Vec<String>> {
    let traps = traps(&fs::read(dir.join("referral_editor.wasm"))?)?;
    println!("traps: {traps} `unreachable` instructions in the module, of {MOST_TRAPS} that it may have");
    let too_many = format!("referral_editor.wasm: {traps} `unreachable` instructions, and it may have {MOST_TRAPS}");
    Ok(if traps > MOST_TRAPS { vec![too_many] } else { Vec::new() })
}

/// How many `unreachable` instructions a module has.
fn traps(module: &[u8]) -> Result<usize> {
    let mut traps = 0;
    for payload in Parser::new(0).parse_all(module) {
        if let Payload::CodeSectionEntry(body) = payload? {
            for operator in body.get_operators_reader()? {
                traps += usize::from(matches!(operator?, Operator::Unreachable));
            }
        }
    }
    Ok(traps)
}

/// No `eval` and no `new Function`: a page with a strict Content-Security-Policy can load the package.
fn no_code_from_text(dir: &Path) -> Result<Vec<String>> {
    let mut faults = Vec::new();
    for file in super::tree(dir)?.into_iter().filter(|file| file.extension().is_some_and(|ext| ext == "js")) {
        let text = fs::read_to_string(&file)?;
        for banned in ["eval(", "new Function"] {
            if has_word(&text, banned) {
                faults.push(format!("{}: contains `{banned}`", file.strip_prefix(dir)?.display()));
            }
        }
    }
    Ok(faults)
}

/// Nothing tells where it was built.
fn no_machine_paths(dir: &Path) -> Result<Vec<String>> {
    let mut faults = Vec::new();
    let paths = [Some(workspace::root()), workspace::cargo_home(), setup::sysroot()];
    for file in super::tree(dir)? {
        let bytes = fs::read(&file)?;
        for path in paths.iter().flatten() {
            let path = format!("{}/", path.display());
            if bytes.windows(path.len()).any(|window| window == path.as_bytes()) {
                faults.push(format!("{}: contains a path of this machine", file.strip_prefix(dir)?.display()));
            }
        }
    }
    Ok(faults)
}

/// No `any` in the types: it would switch off the checks of those who use them.
fn no_any(dir: &Path) -> Result<Vec<String>> {
    let mut faults = Vec::new();
    for file in super::tree(dir)?.into_iter().filter(|file| file.to_string_lossy().ends_with(".d.ts")) {
        let code = without_comments(&fs::read_to_string(&file)?);
        if code.split(|letter: char| !letter.is_alphanumeric() && letter != '_').any(|word| word == "any") {
            faults.push(format!("{}: contains the type `any`", file.strip_prefix(dir)?.display()));
        }
    }
    Ok(faults)
}

/// The code without what stands in `/* */` and behind `//`. Not for code that has those in a string.
fn without_comments(text: &str) -> String {
    let mut code = String::new();
    let mut rest = text;
    while let Some((before, end)) =
        ["/*", "//"].iter().filter_map(|mark| text_before(rest, mark)).min_by_key(|(before, _)| before.len())
    {
        code.push_str(before);
        rest = rest.get(before.len()..).and_then(|comment| comment.split_once(end)).map_or("", |(_, after)| after);
        code.push(' ');
    }
    code + rest
}

/// What stands before the beginning of a comment, and what ends it.
fn text_before<'a>(text: &'a str, mark: &str) -> Option<(&'a str, &'static str)> {
    let (before, _) = text.split_once(mark)?;
    Some((before, if mark == "/*" { "*/" } else { "\n" }))
}

/// Whether the text contains the code, and not merely as the end of a longer name.
fn has_word(text: &str, code: &str) -> bool {
    text.match_indices(code).any(|(at, _)| {
        let before = text.get(..at).and_then(|head| head.chars().next_back());
        !before.is_some_and(|letter| letter.is_alphanumeric() || letter == '_' || letter == '$')
    })
}

#[cfg(test)]
mod tests {
    use super::{has_word, traps, without_comments};

    #[test]
    fn instructions_that_trap_are_counted() {
        // (module (func unreachable) (func nop unreachable unreachable))
        let head = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 4, 1, 0x60, 0, 0, 3, 3, 2, 0, 0];
        let code = [10, 11, 2, 3, 0, 0, 0x0b, 5, 0, 1, 0, 0, 0x0b];
        assert_eq!(traps(&[&head[..], &code].concat()).unwrap(), 3);
        assert!(traps(b"no module").is_err());
    }

    #[test]
    fn a_banned_word_is_found_but_not_in_a_longer_name() {
        assert!(has_word("return eval(text)", "eval("));
        assert!(has_word("eval(text)", "eval("));
        assert!(!has_word("retrieval(text)", "eval("));
        assert!(!has_word("$eval(selector)", "eval("));
    }

    #[test]
    fn what_is_said_in_comments_is_no_code() {
        assert_eq!(without_comments("a /* any // */ b // any /*\nc"), "a   b  c");
        assert_eq!(without_comments("a /** any"), "a  ");
        assert_eq!(without_comments("x: any;"), "x: any;");
    }
}
