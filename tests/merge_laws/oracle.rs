//! What a merge has to be, judged on `serde_json` values and without a line of the code under test. It never merges: it
//! takes three versions and the result apart into leaves, and asks of each leaf where it came from.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::random::KEYED;

/// Names and rows from the root to a leaf, each behind a `\u{1}`. Rows are `\0` and what they are known by.
pub type Path = String;

const STEP: char = '\u{1}';

fn push(path: &mut Path, token: &str) {
    path.push(STEP);
    path.push_str(token);
}

fn pop(path: &mut Path) {
    path.truncate(path.rfind(STEP).unwrap());
}

fn tokens(path: &str) -> impl Iterator<Item = &str> {
    path.split(STEP).skip(1)
}

/// The path itself, and those of all that it is inside of.
fn upwards(path: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(path), |path| Some(&path[..path.rfind(STEP)?]))
}

fn path_of(names: &[&str]) -> Path {
    names.iter().flat_map(|name| ["\u{1}", name]).collect()
}

/// The leaves of a document, numbers as decimals.
pub type Leaves = BTreeMap<Path, String>;

/// Members that only the service writes, rows as `*`.
const SERVICES: &[&[&str]] = &[
    &["id"],
    &["engagementId"],
    &["organizationId"],
    &["organizationName"],
    &["createdDateTime"],
    &["updatedDateTime"],
    &["expirationDateTime"],
    &["eTag"],
    &["links"],
    &["type"],
    &["details", "customerAction"],
    &["details", "customerRequestedContact"],
    &["customerProfile", "id"],
    &["customerProfile", "isMatchingComplete"],
    &["team", "*", "emailValidationStatus"],
    &["customerProfile", "team", "*", "emailValidationStatus"],
];

/// What holds the order of rows, beside them. To put them in another one is a change of the array, and of none of them.
const ORDER: &str = "\0\0order";

const UNITS: &[[&[&str]; 2]] = &[[&["status"], &["substatus"]], [&["details", "dealValue"], &["details", "currency"]]];

/// The path is that of a member that only the service writes, or inside of one.
pub fn is_services(path: &str) -> bool {
    let mut front = [""; 4];
    let length = front.iter_mut().zip(tokens(path)).map(|(slot, token)| *slot = token).count();
    let is_in = |service: &[&str]| {
        let is_same = |(name, token): (&&str, &&str)| *name == *token || (*name == "*" && token.starts_with('\0'));
        length >= service.len() && service.iter().zip(&front).all(is_same)
    };
    front[0].starts_with("@odata.") || SERVICES.iter().any(|service| is_in(service))
}

/// The order of rows: no side's edit of it is to be kept at any price.
pub fn is_order(path: &str) -> bool {
    path.ends_with(ORDER)
}

/// The path of the other member of the unit that the path is one of.
fn other_half(path: &str) -> Option<Path> {
    UNITS.iter().find_map(|[a, b]| match () {
        () if tokens(path).eq(a.iter().copied()) => Some(path_of(b)),
        () if tokens(path).eq(b.iter().copied()) => Some(path_of(a)),
        () => None,
    })
}

/// A number as sign, digits and power of ten.
fn decimal(text: &str) -> String {
    if text.bytes().all(|byte| matches!(byte, b'1'..=b'9')) {
        return format!("{text}e0");
    }
    let (negative, text) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{whole}{fraction}");
    let power = exponent.parse::<i64>().unwrap() - fraction.len() as i64;
    let significant = digits.trim_start_matches('0');
    let short = significant.trim_end_matches('0');
    if short.is_empty() {
        return "0".to_owned();
    }
    let power = power + (significant.len() - short.len()) as i64;
    format!("{}{short}e{power}", if negative { "-" } else { "" })
}

/// A document as one text but for what the service writes; the rows of keyed arrays by their keys, if so wished.
pub fn meaning(root: &Value, any_order: bool) -> String {
    let mut root = root.clone();
    for (path, key) in KEYED.iter().filter(|_| any_order) {
        let rows = path.iter().try_fold(&mut root, |value, name| value.as_object_mut()?.get_mut(*name));
        if let Some(Value::Array(rows)) = rows
            && keys_of(rows, key).is_some()
        {
            rows.sort_by_key(|row| key_of(row, key));
        }
    }
    whole(&root, &mut Path::new())
}

/// A value as one text: members by name, numbers as decimals.
fn whole(value: &Value, path: &mut Path) -> String {
    let mut out = String::new();
    push_whole(&mut out, value, path);
    out
}

fn push_whole(out: &mut String, value: &Value, path: &mut Path) {
    match value {
        Value::Number(number) => out.push_str(&decimal(&number.to_string())),
        Value::Array(items) => {
            out.push('[');
            for item in items {
                push(path, "\0");
                push_whole(out, item, path);
                pop(path);
                out.push(',');
            }
            out.push(']');
        }
        Value::Object(members) => {
            let mut sorted: Vec<_> = members.iter().collect();
            sorted.sort_unstable_by_key(|(name, _)| *name);
            out.push('{');
            for (name, value) in sorted {
                push(path, name);
                // A stamp of the service is no difference.
                if !is_services(path) {
                    out.push_str(name);
                    out.push(STEP);
                    push_whole(out, value, path);
                    out.push(',');
                }
                pop(path);
            }
            out.push('}');
        }
        scalar => out.push_str(&scalar.to_string()),
    }
}

pub fn at<'v>(root: &'v Value, path: &[&str]) -> Option<&'v Value> {
    path.iter().try_fold(root, |value, name| value.as_object()?.get(*name))
}

/// The key of a row as keys are compared.
fn key_of(row: &Value, key: &str) -> Option<String> {
    let text = row.as_object()?.get(key)?.as_str()?;
    let text = if key == "email" { text.trim() } else { text }.to_ascii_lowercase();
    (!text.is_empty()).then_some(text)
}

/// The keys of an array, if each row has one of its own.
pub fn keys_of(rows: &[Value], key: &str) -> Option<Vec<String>> {
    let keys: Option<Vec<_>> = rows.iter().map(|row| key_of(row, key)).collect();
    keys.filter(|keys| keys.iter().collect::<BTreeSet<_>>().len() == keys.len())
}

/// Who is who in one keyed array: from the key of a row in ours, or in theirs, to what the row is known by.
struct Register {
    key: &'static str,
    ours: BTreeMap<String, String>,
    theirs: BTreeMap<String, String>,
}

impl Register {
    /// Nothing when a version has an array there whose rows cannot be told apart.
    fn of(versions: [&Value; 3], path: &[&str], key: &'static str) -> Option<Self> {
        let rows = versions.map(|version| at(version, path).and_then(Value::as_array));
        let [base, ours, theirs] = rows;
        let empty = Vec::new();
        let base = base.unwrap_or(&empty);
        let base_keys = keys_of(base, key)?;
        let serials: Vec<_> = base.iter().map(|row| row.get("serial")).collect();
        let key_name = key;
        let known = |rows: Option<&Vec<Value>>| -> Option<BTreeMap<String, String>> {
            let rows = rows.unwrap_or(&empty);
            let keys = keys_of(rows, key)?;
            let name = |(key, row): (&String, &Value)| {
                // By the key; else it is the row of base with that serial, unless that one is there by its key.
                let by_serial = serials
                    .iter()
                    .position(|serial| key_name == "email" && serial.is_some() && *serial == row.get("serial"))
                    .filter(|index| !keys.contains(&base_keys[*index]));
                match (base_keys.contains(key), by_serial) {
                    (false, Some(index)) => (key.clone(), format!("\0{}", base_keys[index])),
                    (true, _) => (key.clone(), format!("\0{key}")),
                    (false, None) => (key.clone(), format!("\0new {key}")),
                }
            };
            Some(keys.iter().zip(rows).map(name).collect())
        };
        Some(Self { key, ours: known(ours)?, theirs: known(theirs)? })
    }

    /// What a row is known by.
    fn name(&self, row: &Value, side: Side) -> Option<String> {
        let key = key_of(row, self.key)?;
        match side {
            Side::Base => Some(format!("\0{key}")),
            Side::Ours => self.ours.get(&key).cloned(),
            Side::Theirs => self.theirs.get(&key).cloned(),
            Side::Merged => self.ours.get(&key).or_else(|| self.theirs.get(&key)).cloned(),
            Side::MergedWithTheirs => self.theirs.get(&key).or_else(|| self.ours.get(&key)).cloned(),
        }
    }

    /// An address belongs to one row in ours, and to another one in theirs.
    fn has_collision(&self) -> bool {
        let mut names: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for (key, name) in self.ours.iter().chain(&self.theirs) {
            names.entry(key).or_default().insert(name);
        }
        names.values().any(|names| names.len() > 1)
    }
}

/// Takes documents apart into leaves.
pub struct Oracle {
    registers: BTreeMap<&'static [&'static str], Option<Register>>,
}

impl Oracle {
    pub fn new(versions: [&Value; 3]) -> Self {
        let registers = KEYED.iter().map(|(path, key)| (*path, Register::of(versions, path, key)));
        Self { registers: registers.collect() }
    }

    /// The rows of this array can be told apart in every version.
    pub fn is_keyed(&self, path: &[&str]) -> bool {
        self.registers.get(path).is_some_and(Option::is_some)
    }

    fn register(&self, path: &str) -> Option<&Register> {
        let (_, register) = self.registers.iter().find(|(place, _)| place.iter().copied().eq(tokens(path)))?;
        register.as_ref()
    }

    pub fn leaves(&self, root: &Value, side: Side) -> Leaves {
        let mut leaves = Leaves::new();
        self.collect(root, side, &mut Path::new(), &mut leaves);
        leaves
    }

    fn collect(&self, value: &Value, side: Side, path: &mut Path, leaves: &mut Leaves) {
        match value {
            Value::Object(members) => {
                leaves.insert(path.clone(), "an object".to_owned());
                for (name, value) in members {
                    push(path, name);
                    self.collect(value, side, path, leaves);
                    pop(path);
                }
            }
            Value::Array(rows) => match self.register(path) {
                Some(register) => {
                    leaves.insert(path.clone(), "rows".to_owned());
                    let order: Option<Vec<_>> = rows.iter().map(|row| register.name(row, side)).collect();
                    push(path, ORDER);
                    leaves.insert(path.clone(), order.unwrap().join(","));
                    pop(path);
                    for row in rows {
                        push(path, &register.name(row, side).unwrap());
                        self.collect(row, side, path, leaves);
                        pop(path);
                    }
                }
                None => drop(leaves.insert(path.clone(), whole(value, path))),
            },
            scalar => drop(leaves.insert(path.clone(), whole(scalar, path))),
        }
    }

    /// The path of a conflict, rows by what they are known by.
    pub fn place(&self, merged: &Value, pointer: &str, rows: [Option<&str>; 3]) -> Path {
        let mut path = Path::new();
        let mut value = Some(merged);
        let mut tokens = pointer.split('/').skip(1).peekable();
        while let Some(token) = tokens.next() {
            let token = token.replace("~1", "/").replace("~0", "~");
            let Some(register) = self.register(&path).filter(|_| value.is_none_or(Value::is_array)) else {
                value = value.and_then(|value| value.get(&token));
                push(&mut path, &token);
                continue;
            };
            value = value.and_then(|value| value.get(token.parse::<usize>().unwrap()));
            // A row that is taken out, or kept, as a whole: the record has it.
            let row = match tokens.peek() {
                Some(_) => value.cloned().unwrap(),
                None => serde_json::from_str(rows.into_iter().flatten().next().unwrap()).unwrap(),
            };
            let side = if tokens.peek().is_some() { Side::Merged } else { Side::Base };
            push(&mut path, &register.name(&row, side).unwrap());
        }
        path
    }

    pub fn has_collision(&self, path: &str) -> bool {
        self.register(path).is_some_and(Register::has_collision)
    }
}

/// Whose document it is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Side {
    Base,
    Ours,
    Theirs,
    Merged,
    /// The result with theirs at every conflict.
    MergedWithTheirs,
}

/// The leaves at a path and below.
fn below<'l>(leaves: &'l Leaves, path: &str) -> Vec<(&'l Path, &'l String)> {
    leaves
        .range(path.to_owned()..)
        .take_while(|(leaf, _)| leaf.starts_with(path))
        .filter(|(leaf, _)| leaf[path.len()..].is_empty() || leaf[path.len()..].starts_with(STEP))
        .filter(|(leaf, _)| !is_services(leaf))
        .collect()
}

/// A merge taken apart.
pub struct Case {
    pub base: Leaves,
    pub ours: Leaves,
    pub theirs: Leaves,
    pub merged: Leaves,
    /// Places of the conflicts.
    pub conflicts: BTreeSet<Path>,
    pub oracle: Oracle,
}

impl Case {
    pub fn is_covered(&self, path: &str) -> bool {
        upwards(path).any(|path| self.conflicts.contains(path))
    }

    fn unit(&self, leaves: &Leaves, path: &str) -> Vec<Option<String>> {
        let mut unit = vec![leaves.get(path).cloned()];
        unit.extend(other_half(path).map(|other| leaves.get(&other).cloned()));
        unit
    }

    /// P2, P3 and P4: each leaf of the result is where it belongs.
    pub fn check_leaves(&self) {
        let all: BTreeSet<&Path> =
            [&self.base, &self.ours, &self.theirs, &self.merged].into_iter().flat_map(BTreeMap::keys).collect();
        for path in all.into_iter().filter(|path| !is_order(path)) {
            let [b, o, t, m] = [&self.base, &self.ours, &self.theirs, &self.merged].map(|leaves| leaves.get(path));
            if is_services(path) {
                let parent = upwards(path).nth(1).unwrap();
                let has_parent = |leaves: &Leaves| leaves.get(parent).is_some_and(|leaf| leaf == "an object");
                if has_parent(&self.theirs) && has_parent(&self.merged) && !self.is_covered(parent) {
                    assert_eq!(m, t, "what the service writes is theirs: {path:?}");
                }
                continue;
            }
            assert!(m.is_none() || m == b || m == o || m == t, "P3: {m:?} is invented at {path:?}");
            if self.is_covered(path) {
                continue;
            }
            let unit = |leaves| self.unit(leaves, path);
            let (ub, uo, ut) = (unit(&self.base), unit(&self.ours), unit(&self.theirs));
            let expected = match () {
                () if uo == ut || uo == ub => t,
                () if ut == ub => o,
                // Nothing to choose: both are without it.
                () if o.is_none() && t.is_none() => o,
                () => panic!("P4: both changed {path:?}, from {b:?} to {o:?} and {t:?}, and it is no conflict"),
            };
            assert_eq!(m, expected, "P2: an edit is lost at {path:?}: {b:?} {o:?} {t:?}");
        }
    }

    /// P5: a conflict is where both changed something, and not the same.
    pub fn check_conflict(&self, path: &str) {
        let mut paths = vec![path.to_owned()];
        paths.extend(other_half(path));
        let all = |leaves| -> Vec<_> { paths.iter().flat_map(|path| below(leaves, path)).collect() };
        let (b, o, t) = (all(&self.base), all(&self.ours), all(&self.theirs));
        assert!(b != o && b != t && o != t, "P5: no conflict at {path:?}: {b:?} {o:?} {t:?}");
        let is = |leaves: &Leaves, what: &str| leaves.get(path).is_some_and(|leaf| leaf == what);
        let all_are = |what| {
            (is(&self.base, what) || !self.base.contains_key(path)) && is(&self.ours, what) && is(&self.theirs, what)
        };
        let is_unit = other_half(path).is_some();
        assert!(is_unit || !all_are("an object"), "P5: {path:?} is merged member by member");
        assert!(!all_are("rows") || self.oracle.has_collision(path), "P5: {path:?} is merged row by row");
    }

    /// P8: the leaves at the conflicts are those of the side that was chosen.
    pub fn check_choice(&self, result: &Leaves, side: &Leaves) {
        for path in &self.conflicts {
            assert_eq!(below(result, path), below(side, path), "P8: at {path:?}");
        }
    }
}
