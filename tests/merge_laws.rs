//! The laws of the three-way merge (reliability.md, C.3), on random triples and on every small one.
//!
//! `MERGE_TRIPLES` says how many random triples, `MERGE_SEED` with which one to begin; `cargo xtask laws` runs a million.
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

mod common;
#[path = "merge_laws/oracle.rs"]
mod oracle;
#[path = "merge_laws/random.rs"]
mod random;

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Instant;

use common::{document, for_random, object, with_theirs};
use oracle::{Case, Leaves, Oracle, Side, at, keys_of, meaning};
use random::{KEYED, Random, Taste, later, triple};
use referral_editor::json::{Document, Limits};
use referral_editor::merge::{Conflict, ConflictKind, Merge, merge, merge_sent};
use referral_editor::validate::validate;
use serde_json::Value;

fn parse(text: &str) -> Document<'_> {
    Document::parse(text.as_bytes(), Limits::default()).unwrap()
}

fn merge_of(base: &str, ours: &str, theirs: &str) -> Merge {
    merge(&parse(base), &parse(ours), &parse(theirs))
}

fn value(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// What a run has met, to be printed: a law that nothing ever came near is not held.
#[derive(Default)]
struct Met(BTreeMap<&'static str, usize>);

impl Met {
    fn note(&mut self, what: &'static str, is_so: bool) {
        *self.0.entry(what).or_default() += usize::from(is_so);
    }

    fn add(&mut self, other: Self) {
        other.0.into_iter().for_each(|(what, count)| *self.0.entry(what).or_default() += count);
    }
}

/// The places of the conflicts.
fn places(oracle: &Oracle, merge: &Merge, merged: &Value) -> Vec<String> {
    let place = |conflict: &Conflict| {
        let rows = [&conflict.base, &conflict.ours, &conflict.theirs].map(Option::as_deref);
        oracle.place(merged, &conflict.path, rows)
    };
    merge.conflicts.iter().map(place).collect()
}

/// Takes a merge apart.
fn case([base, ours, theirs]: [&Value; 3], merge: &Merge) -> (Case, Value) {
    let merged = value(&merge.merged);
    let oracle = Oracle::new([base, ours, theirs]);
    let conflicts = places(&oracle, merge, &merged).into_iter().collect();
    let case = Case {
        base: oracle.leaves(base, Side::Base),
        ours: oracle.leaves(ours, Side::Ours),
        theirs: oracle.leaves(theirs, Side::Theirs),
        merged: oracle.leaves(&merged, Side::Merged),
        conflicts,
        oracle,
    };
    (case, merged)
}

/// The texts of all names and scalars of a JSON text.
fn tokens(text: &str) -> HashSet<&str> {
    let mut found = HashSet::new();
    let mut rest = text.trim_start_matches(BETWEEN);
    while let Some(first) = rest.chars().next() {
        let length = if first == '"' {
            let mut escaped = false;
            let end = rest[1..].find(|letter| match (escaped, letter) {
                (false, '"') => true,
                _ => {
                    escaped = !escaped && letter == '\\';
                    false
                }
            });
            end.unwrap() + 2
        } else {
            rest.find(BETWEEN).unwrap_or(rest.len())
        };
        let (token, behind) = rest.split_at(length);
        found.insert(token);
        rest = behind.trim_start_matches(BETWEEN);
    }
    found
}

const BETWEEN: [char; 10] = ['{', '}', '[', ']', ':', ',', ' ', '\t', '\r', '\n'];

/// The leaves that somebody changed.
fn changed<'l>(before: &'l Leaves, after: &'l Leaves) -> BTreeSet<&'l String> {
    let is_edit =
        |path: &&String| before.get(*path) != after.get(*path) && !oracle::is_services(path) && !oracle::is_order(path);
    before.keys().chain(after.keys()).filter(is_edit).collect()
}

/// Every law that speaks of three versions.
fn check(texts: [&str; 3], met: &mut Met) {
    let [base, ours, theirs] = texts;
    let values = texts.map(value);
    let [b, o, t] = [&values[0], &values[1], &values[2]];
    let merge = merge_of(base, ours, theirs);
    let (case, merged) = case([b, o, t], &merge);
    let is_clean = merge.conflicts.is_empty();
    let [of_base, of_ours, of_theirs, of_merged] = [b, o, t, &merged].map(|version| meaning(version, false));
    met.note("clean, both changed something", is_clean && of_base != of_ours && of_base != of_theirs);
    met.note("with conflicts", !is_clean);

    // P1: identity.
    let alone = merge_of(base, base, theirs);
    assert_eq!((alone.merged.as_str(), alone.conflicts), (theirs, Vec::new()), "P1: only they changed");
    assert_eq!(merge_of(base, ours, ours).merged, ours, "P1: both are the same");
    let alone = merge_of(base, ours, base);
    assert_eq!(alone.conflicts, [], "P1: only we changed");
    assert_eq!(meaning(&value(&alone.merged), false), of_ours, "P1: only we changed");

    // P2, P3, P4, P5.
    case.check_leaves();
    for (path, conflict) in places(&case.oracle, &merge, &merged).iter().zip(&merge.conflicts) {
        met.note(kind_name(conflict.kind), true);
        met.note("conflicts in rows", path.contains('\0'));
        met.note("conflicts over a whole keyed array", case.oracle.has_collision(path));
        case.check_conflict(path);
    }
    assert_eq!(case.conflicts.len(), merge.conflicts.len(), "each place has one record");
    assert!(merge.conflicts.iter().all(|conflict| conflict.kind != ConflictKind::RevertedAfterUnknown));

    // P6: symmetry.
    let swapped = merge_of(base, theirs, ours);
    let mirrored = value(&swapped.merged);
    let mirror = places(&Oracle::new([b, t, o]), &swapped, &mirrored).into_iter().collect();
    assert_eq!(case.conflicts, mirror, "P6: the same places");
    if is_clean {
        assert_eq!(meaning(&merged, true), meaning(&mirrored, true), "P6: the same result");
    }

    // P7: a rebase onto the same version changes nothing.
    let again = merge_of(theirs, &merge.merged, theirs);
    assert_eq!(again.conflicts, [], "P7");
    if is_clean {
        assert_eq!(again.merged, merge.merged, "P7");
    }
    // What is ours in a conflict may be written otherwise than the same in theirs.
    assert_eq!(meaning(&value(&again.merged), false), of_merged, "P7");

    // P8: what is chosen is what stands there.
    case.check_choice(&case.merged, &case.ours);
    let chosen = with_theirs(&merge);
    case.check_choice(&case.oracle.leaves(&value(&chosen), Side::MergedWithTheirs), &case.theirs);

    // P9: keys stay unique.
    for (path, key) in KEYED.iter().filter(|(path, _)| case.oracle.is_keyed(path)) {
        if let Some(Value::Array(rows)) = at(&merged, path) {
            assert!(keys_of(rows, key).is_some(), "P9: {path:?}");
            met.note("keyed arrays with rows in the result", !rows.is_empty());
        }
    }

    // P10: nothing is written anew.
    let known: HashSet<_> = tokens(ours).union(&tokens(theirs)).copied().collect();
    let found = tokens(&merge.merged);
    let new: Vec<_> = found.difference(&known).collect();
    assert!(new.is_empty(), "P10: {new:?}");

    // P11: sound, or a conflict. What a side has wrong by itself stays so.
    let is_sound =
        |text: &str, base: Option<&str>| validate(text.as_bytes(), base.map(str::as_bytes), Limits::default()).valid;
    if is_sound(ours, Some(base)) && is_sound(theirs, None) {
        met.note("sound on both sides", true);
        assert!(!is_clean || is_sound(&merge.merged, Some(theirs)), "P11");
    }

    // What is told of theirs leads from ours to the result.
    assert!(of_merged == of_ours || !merge.taken.is_empty());
}

/// What has become of our edit: of one that arrived all is there, of one that did not nothing.
fn check_landed([base, ours, theirs]: [&str; 3], met: &mut Met) {
    let [b, o] = [base, ours].map(value);
    let sent = merge_sent(&parse(base), &parse(ours), &parse(ours)).1;
    let lost = merge_sent(&parse(base), &parse(ours), &parse(base)).1;
    let alone = Oracle::new([&b, &o, &o]);
    let is_edit = !changed(&alone.leaves(&b, Side::Base), &alone.leaves(&o, Side::Ours)).is_empty();
    assert!(sent.is_complete() && sent.present.is_empty() != is_edit, "{sent:?}");
    assert!(lost.present.is_empty() && lost.is_complete() != is_edit, "{lost:?}");
    let there = merge_sent(&parse(base), &parse(ours), &parse(theirs)).1;
    met.note("edits of which a part is there", there.is_partly_reverted());
    let conflicts = merge_of(base, ours, theirs).conflicts;
    let is_new =
        |reverted: &Conflict| reverted.ours.is_none() || conflicts.iter().all(|other| other.path != reverted.path);
    assert!(there.reverted.iter().all(is_new), "{there:?}");
}

fn kind_name(kind: ConflictKind) -> &'static str {
    match kind {
        ConflictKind::BothChanged => "both-changed",
        ConflictKind::BothAdded => "both-added",
        ConflictKind::DeletedByOurs => "deleted-by-ours",
        ConflictKind::DeletedByTheirs => "deleted-by-theirs",
        ConflictKind::InvalidMerge => "invalid-merge",
        ConflictKind::RevertedAfterUnknown => "reverted-after-unknown",
    }
}

/// P13: to rebase over two foreign versions is to rebase onto the last one. It speaks of edits that are all clean, and of
/// which none was made by the first version too: that one is theirs from then on, and theirs to take back.
fn check_chain(base: &str, ours: &str, first: &str, last: &str, met: &mut Met) {
    let over_first = merge_of(base, ours, first);
    let over_both = merge_of(first, &over_first.merged, last);
    let at_once = merge_of(base, ours, last);
    if [&over_first, &over_both, &at_once].iter().any(|merge| !merge.conflicts.is_empty()) {
        return;
    }
    let (b, o, f) = (value(base), value(ours), value(first));
    let oracle = Oracle::new([&b, &o, &f]);
    let of_base = oracle.leaves(&b, Side::Base);
    let (of_ours, of_first) = (oracle.leaves(&o, Side::Ours), oracle.leaves(&f, Side::Theirs));
    let we = changed(&of_base, &of_ours);
    if changed(&of_base, &of_first).iter().any(|path| we.contains(path)) {
        return;
    }
    met.note("chains of two versions", true);
    let [chained, at_once] = [&over_both, &at_once].map(|merge| meaning(&value(&merge.merged), true));
    assert_eq!(chained, at_once, "P13: {first}\n{last}");
}

/// Runs a check, and shows the triple that it fails for.
fn shown(texts: [&str; 3], seed: Option<u64>, check: impl FnOnce()) {
    if let Err(panic) = catch_unwind(AssertUnwindSafe(check)) {
        println!("MERGE_SEED={seed:?}\nbase   {}\nours   {}\ntheirs {}", texts[0], texts[1], texts[2]);
        std::panic::resume_unwind(panic);
    }
}

fn number_of(variable: &str, otherwise: u64) -> u64 {
    std::env::var(variable).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

fn random_triples(seeds: impl Iterator<Item = u64>) -> Met {
    let mut met = Met::default();
    for seed in seeds {
        let mut random = Random::new(seed);
        let taste = if random.chance(70) { Taste::Sound } else { Taste::Wild };
        let texts = triple(&mut random, taste);
        let [base, ours, theirs] = texts.each_ref().map(String::as_str);
        shown([base, ours, theirs], Some(seed), || {
            check([base, ours, theirs], &mut met);
            // Each of these on its share, for the sake of the others' number.
            match seed % 4 {
                0 => check_chain(base, ours, theirs, &later(theirs, &mut random, taste), &mut met),
                1 => check_landed([base, ours, theirs], &mut met),
                _ => {}
            }
        });
    }
    met
}

#[test]
fn every_law_holds_on_random_triples() {
    let (count, first) = (number_of("MERGE_TRIPLES", 400), number_of("MERGE_SEED", 0));
    let workers = std::thread::available_parallelism().map_or(1, |count| count.get() as u64).min(2);
    let start = Instant::now();
    let mut met = Met::default();
    std::thread::scope(|scope| {
        let work =
            |worker| scope.spawn(move || random_triples((first + worker..first + count).step_by(workers as usize)));
        let all: Vec<_> = (0..workers).map(work).collect();
        all.into_iter().for_each(|work| met.add(work.join().unwrap()));
    });
    println!("{count} random triples from seed {first} in {:.1} s", start.elapsed().as_secs_f64());
    for (what, number) in &met.0 {
        println!("  {what}: {number}");
        assert!(*number > 0 || count < 5_000, "nothing came near: {what}");
    }
}

// ---------------------------------------------------------------------------------------------- every small triple

/// All of the small triples have their turn where the code is optimised, as in the long run; else every so-manieth.
fn share_of(otherwise: usize) -> usize {
    if cfg!(debug_assertions) { otherwise } else { 1 }
}

/// Every triple of these texts.
fn every(texts: &[String], mut check: impl FnMut([&str; 3])) {
    for base in texts {
        for ours in texts {
            for theirs in texts {
                let triple = [base.as_str(), ours, theirs];
                shown(triple, None, || check(triple));
            }
        }
    }
}

/// Objects with two members, each absent, null or one of two values.
fn objects([a, b]: [&str; 2], place: &str, values: [&str; 2]) -> Vec<String> {
    let member = |name: &str| {
        [None, Some("null"), Some(values[0]), Some(values[1])]
            .map(|value| value.map(|value| format!("{name:?}:{value}")))
    };
    let mut texts = Vec::new();
    for a in member(a) {
        for b in member(b) {
            let members: Vec<String> = a.iter().chain(&b).cloned().collect();
            let inside = format!("{{{}}}", members.join(","));
            texts.push(if place.is_empty() { inside } else { format!("{{{place:?}:{inside}}}") });
        }
    }
    texts
}

#[test]
fn every_law_holds_on_every_pair_of_members() {
    let share = share_of(32);
    let (mut turn, mut count) = (0, 0);
    for (names, place, values) in [
        (["name", "campaignId"], "", ["\"x\"", "\"y\""]),
        (["status", "substatus"], "", ["\"Active\"", "\"Accepted\""]),
        (["dealValue", "currency"], "details", ["1", "\"USD\""]),
        (["eTag", "name"], "", ["\"x\"", "\"y\""]),
        (["type", "links"], "", ["\"x\"", "{}"]),
        (["__proto__", "constructor"], "", ["{}", "1.0"]),
        (["toString", ""], "contoso", ["1", "1.0"]),
        (["details", "team"], "", ["{}", "[]"]),
    ] {
        every(&objects(names, place, values), |triple| {
            turn += 1;
            if turn % share == 0 {
                check(triple, &mut Met::default());
                check_landed(triple, &mut Met::default());
                count += 1;
            }
        });
    }
    println!("{count} of {turn} triples of objects with two members");
    assert_eq!((turn, count), (8 * 4096, 8 * 4096 / share));
}

/// A second judge of one member, or of one unit, where there is nothing else: a table of what has to come out.
#[test]
fn a_table_of_two_members_says_what_comes_out() {
    let pairs = objects(["name", "campaignId"], "", ["1", "2"]);
    let get = |text: &str, name: &str| value(text).get(name).cloned();
    let one = |[b, o, t]: [Option<Value>; 3]| match () {
        () if o == b => Ok(t),
        () if t == b || o == t => Ok(o),
        () => Err(o),
    };
    every(&pairs, |triple| {
        let merge = merge_of(triple[0], triple[1], triple[2]);
        for name in ["name", "campaignId"] {
            let expected = one(triple.map(|text| get(text, name)));
            let is_conflict = merge.conflicts.iter().any(|conflict| conflict.path == format!("/{name}"));
            assert_eq!(is_conflict, expected.is_err(), "{name}");
            assert_eq!(get(&merge.merged, name), expected.unwrap_or_else(|ours| ours), "{name}");
        }
    });
    let names = ["status", "substatus"];
    every(&objects(names, "", ["\"Active\"", "\"Accepted\""]), |triple| {
        let merge = merge_of(triple[0], triple[1], triple[2]);
        let pairs = triple.map(|text| names.map(|name| get(text, name)));
        let [b, o, t] = &pairs;
        let is_conflict = o != b && t != b && o != t;
        let expected = if o == b { t } else { o };
        assert_eq!(&names.map(|name| get(&merge.merged, name)), expected);
        for (index, name) in names.into_iter().enumerate() {
            let has = o[index].is_some() || t[index].is_some();
            let told = merge.conflicts.iter().any(|conflict| conflict.path == format!("/{name}"));
            assert_eq!(told, is_conflict && has, "{name}");
        }
    });
}

/// Arrays of at most two rows: three keys, two values, every order, doubled keys too; and no array.
fn arrays(place: &[&str], key: &str) -> Vec<String> {
    let rows: Vec<String> = ["a@x.example", "b@x.example", "c@x.example"]
        .iter()
        .flat_map(|name| ["1", "2"].map(|x| format!("{{{key:?}:{name:?},\"serial\":{name:?},\"x\":{x}}}")))
        .collect();
    let mut arrays = vec![String::new()];
    arrays.extend(rows.iter().cloned());
    arrays.extend(rows.iter().flat_map(|first| rows.iter().map(move |second| format!("{first},{second}"))));
    let at = |value: String| place.iter().rev().fold(value, |inside, name| format!("{{{name:?}:{inside}}}"));
    let mut texts: Vec<String> = arrays.into_iter().map(|rows| at(format!("[{rows}]"))).collect();
    let (_, parents) = place.split_last().unwrap();
    texts.push(parents.iter().rev().fold("{}".to_owned(), |inside, name| format!("{{{name:?}:{inside}}}")));
    texts
}

#[test]
fn every_law_holds_on_every_keyed_array_of_at_most_two_rows() {
    let share = share_of(200);
    let (mut turn, mut count) = (0, 0);
    for (place, key) in [(&["team"][..], "email"), (&["details", "requirements", "solutions"][..], "id")] {
        let texts = arrays(place, key);
        assert_eq!(texts.len(), 44);
        every(&texts, |triple| {
            turn += 1;
            if turn % share == 0 {
                check(triple, &mut Met::default());
                check_landed(triple, &mut Met::default());
                count += 1;
            }
        });
    }
    println!("{count} of {turn} triples of keyed arrays");
    assert_eq!((turn, count), (2 * 44_usize.pow(3), 2 * 44_usize.pow(3) / share));
}

// ----------------------------------------------------------------------------------------------- anything at all

/// P12: whatever the documents are, there is a result; it is JSON, and the identities hold.
#[test]
fn any_three_documents_can_be_merged() {
    use common::Taste::{Tame, Wild};
    use proptest::prelude::*;
    let any = || prop_oneof![4 => object(Wild), 1 => document(Wild), 2 => object(Tame)];
    for_random(600, (any(), any(), any()), |(base, ours, theirs)| {
        let merge = merge_of(&base, &ours, &theirs);
        parse(&merge.merged);
        assert_eq!(merge_of(&base, &base, &theirs).merged, theirs);
        assert_eq!(merge_of(&base, &ours, &ours).merged, ours);
        assert_eq!(merge_of(&base, &ours, &base).conflicts, []);
        assert_eq!(merge_of(&theirs, &merge.merged, &theirs).conflicts, []);
        parse(&with_theirs(&merge));
    });
}
