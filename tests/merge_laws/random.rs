//! Random triples that look like referrals: a base, and what two people made of it.

use serde_json::{Map, Value, json};

/// A small source of numbers: the same seed gives the same triple.
pub struct Random {
    state: u64,
    /// Two sources with the same seed and another twist go to the same places, and do something else there.
    twist: usize,
}

impl Random {
    pub fn new(seed: u64) -> Self {
        Self { state: seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0xD1B5_4A32_D192_ED03, twist: 0 }
    }

    fn twisted(seed: u64, twist: usize) -> Self {
        Self { twist, ..Self::new(seed) }
    }

    /// SplitMix64.
    pub fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }

    /// So many times in a hundred.
    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// Something to do at a place.
    pub fn what(&mut self, end: usize) -> usize {
        (self.below(end) + self.twist) % end
    }

    /// A value out of a list.
    fn value(&mut self, pool: &[&str]) -> Value {
        value(pool[self.what(pool.len())])
    }

    /// A place out of a list.
    pub fn pick<T: Copy>(&mut self, pool: &[T]) -> T {
        pool[self.below(pool.len())]
    }
}

/// How far from the service's own documents a triple may be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Taste {
    /// Values as the member table has them; every row has a key of its own.
    Sound,
    /// Any value anywhere; keys are missing, empty and doubled.
    Wild,
}

/// Values as JSON text, so that numbers keep their digits.
fn value(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

const WORDS: &[&str] = &["\"a\"", "\"b\"", "\"é🗼\"", "\"\"", "null", "\"c \""];
const NUMBERS: &[&str] = &[
    "50000",
    "50000.0",
    "5E4",
    "60000",
    "0",
    "-0.0",
    "12345678901234567.89",
    "12345678901234567.890",
    "1e5",
    "0.10",
    "null",
];
const DATES: &[&str] = &["\"2018-11-06T18:40:42.6178337Z\"", "\"2019-01-01T00:00:00Z\"", "null"];
const CURRENCIES: &[&str] = &["\"USD\"", "\"EUR\"", "null"];
const BOOLEANS: &[&str] = &["true", "false", "null"];
const JUNK: &[&str] = &[
    "null",
    "{}",
    "[]",
    "5",
    "\"x\"",
    "true",
    "[1,2]",
    "{\"a\":1}",
    "[{\"id\":\"1\"}]",
    "-1",
    "1e400",
    "{\"links\":{}}",
];
const STAMPS: &[&str] = &["\"s0\"", "\"s1\"", "\"s2\"", "null"];

/// Places of scalars, with what may stand there.
const SCALARS: &[(&[&str], &[&str])] = &[
    (&["name"], WORDS),
    (&["campaignId"], WORDS),
    (&["externalReferenceId"], WORDS),
    (&["statusReason"], WORDS),
    (&["details", "notes"], WORDS),
    (&["details", "dealValue"], NUMBERS),
    (&["details", "currency"], CURRENCIES),
    (&["details", "closingDateTime"], DATES),
    (&["consent", "consentToContact"], BOOLEANS),
    (&["consent", "consentToToShareInfoWithOthers"], BOOLEANS),
    (&["customerProfile", "name"], WORDS),
    (&["customerProfile", "address", "city"], WORDS),
    (&["customerProfile", "address", "state"], WORDS),
    (&["inviteContext", "notes"], WORDS),
];

/// What only the service writes.
const SERVICES: &[&[&str]] = &[
    &["updatedDateTime"],
    &["engagementId"],
    &["links"],
    &["@odata.context"],
    &["@odata.etag"],
    &["organizationName"],
    &["details", "customerAction"],
    &["customerProfile", "id"],
];

const NAMES: &[&str] = &["__proto__", "constructor", "toString", "", "a/b~c", "x", "links", "0"];

const PAIRS: &[(&str, &str)] = &[
    ("New", "Pending"),
    ("New", "Received"),
    ("Active", "Accepted"),
    ("Closed", "Won"),
    ("Closed", "Lost"),
    ("Closed", "Declined"),
];

/// Keyed arrays, and their key.
pub const KEYED: &[(&[&str], &str)] = &[
    (&["team"], "email"),
    (&["customerProfile", "team"], "email"),
    (&["target"], "id"),
    (&["details", "requirements", "industries"], "id"),
    (&["details", "requirements", "products"], "id"),
    (&["details", "requirements", "services"], "id"),
    (&["details", "requirements", "solutions"], "id"),
];

/// The object at a path; made where there is none, if `make`.
fn object<'v>(root: &'v mut Value, path: &[&str], make: bool) -> Option<&'v mut Map<String, Value>> {
    let mut value = root;
    for name in path {
        let members = value.as_object_mut()?;
        if make && !members.contains_key(*name) {
            members.insert((*name).to_owned(), json!({}));
        }
        value = members.get_mut(*name)?;
    }
    value.as_object_mut()
}

fn put(root: &mut Value, path: &[&str], value: Option<Value>) {
    let Some((name, parent)) = path.split_last() else { return };
    let Some(members) = object(root, parent, value.is_some()) else { return };
    match value {
        Some(value) => drop(members.insert((*name).to_owned(), value)),
        None => drop(members.shift_remove(*name)),
    }
}

/// A triple of texts.
pub fn triple(random: &mut Random, taste: Taste) -> [String; 3] {
    let base = referral(random, taste);
    let (mut ours, mut theirs) = (base.clone(), base.clone());
    for _ in 0..random.below(3) {
        step(&mut ours, random, taste);
    }
    for _ in 0..random.below(3) {
        step(&mut theirs, random, taste);
    }
    // The same on both sides, or something else at the same place.
    for _ in 0..random.below(3) {
        let seed = random.next();
        step(&mut ours, &mut Random::twisted(seed, 0), taste);
        step(&mut theirs, &mut Random::twisted(seed, random.below(8)), taste);
    }
    if random.chance(4) {
        collide(&mut ours, &mut theirs, random);
    }
    step(&mut ours, random, taste);
    if random.chance(80) {
        step(&mut theirs, random, taste);
    }
    [base, ours, theirs].map(|version| write(&version, random))
}

/// What becomes of a text.
pub fn later(text: &str, random: &mut Random, taste: Taste) -> String {
    let mut version: Value = serde_json::from_str(text).unwrap();
    for _ in 0..1 + random.below(2) {
        step(&mut version, random, taste);
    }
    write(&version, random)
}

fn referral(random: &mut Random, taste: Taste) -> Value {
    let (status, substatus) = random.pick(PAIRS);
    let mut root = json!({ "id": "49d90c72-3326-4f61-aacc-2cb57970448c", "eTag": "\"v\"" });
    if random.chance(90) {
        put(&mut root, &["status"], Some(json!(status)));
        put(&mut root, &["substatus"], Some(json!(substatus)));
    }
    for (path, pool) in SCALARS {
        if random.chance(20) {
            put(&mut root, path, Some(random.value(pool)));
        }
    }
    for path in SERVICES {
        if random.chance(12) {
            put(&mut root, path, Some(random.value(STAMPS)));
        }
    }
    for (path, key) in KEYED {
        if random.chance(if *key == "email" { 55 } else { 10 }) {
            put(&mut root, path, Some(Value::Array(Vec::new())));
            for _ in 0..random.below(4) {
                row_step(&mut root, path, key, 0, random);
            }
        }
    }
    if random.chance(40) {
        put(&mut root, &["customerProfile", "ids"], Some(value(r#"[{"profileType":"Duns","id":"1"}]"#)));
    }
    for _ in 0..random.below(4) {
        unknown_step(&mut root, random);
    }
    if taste == Taste::Wild && random.chance(50) {
        wild_step(&mut root, random);
    }
    root
}

/// One edit.
fn step(root: &mut Value, random: &mut Random, taste: Taste) {
    if taste == Taste::Wild && random.chance(40) {
        return wild_step(root, random);
    }
    match random.below(100) {
        0..22 => {
            let (path, pool) = random.pick(SCALARS);
            let new = (!random.chance(20)).then(|| random.value(pool));
            put(root, path, new);
        }
        22..30 => {
            let (status, substatus) = PAIRS[random.what(PAIRS.len())];
            put(root, &["status"], Some(json!(status)));
            put(root, &["substatus"], Some(json!(substatus)));
        }
        30..72 => {
            // Mostly where there are rows already.
            let (path, key) = random.pick(KEYED);
            let (path, key) = if random.chance(50) { KEYED[random.below(2)] } else { (path, key) };
            let kind = random.what(11);
            row_step(root, path, key, kind, random);
        }
        72..84 => unknown_step(root, random),
        84..90 => {
            let path = random.pick(SERVICES);
            put(root, path, (!random.chance(20)).then(|| random.value(STAMPS)));
        }
        90..95 => {
            let ids = [r#"[{"profileType":"Duns","id":"1"}]"#, r#"[{"profileType":"Duns","id":"2"}]"#, "[]", "{}"];
            put(root, &["customerProfile", "ids"], Some(random.value(&ids)));
        }
        _ => {
            let path = random.pick(&[["details"], ["customerProfile"], ["consent"], ["inviteContext"]]);
            put(root, &path, [None, Some("null"), Some("{}")][random.what(3)].map(value));
        }
    }
}

/// One adds somebody with the address that the other gives to a person who is there.
fn collide<'v>(mut one: &'v mut Value, mut other: &'v mut Value, random: &mut Random) {
    if random.chance(50) {
        std::mem::swap(&mut one, &mut other);
    }
    let place = KEYED[random.below(2)].0.join("/");
    let rows = |version: &'v mut Value| version.pointer_mut(&format!("/{place}")).and_then(Value::as_array_mut);
    let (Some(one), Some(other)) = (rows(one), rows(other)) else { return };
    if let Some(row) = other.iter_mut().find(|row| row.is_object()) {
        row["email"] = json!("both@x.example");
        one.push(json!({ "email": "both@x.example", "serial": "both", "phoneNumber": "2" }));
    }
}

/// Something with the rows of a keyed array: kind 0 adds one.
fn row_step(root: &mut Value, path: &[&str], key: &str, kind: usize, random: &mut Random) {
    let Some((name, parent)) = path.split_last() else { return };
    let Some(members) = object(root, parent, kind == 0) else { return };
    if kind == 0 && !members.contains_key(*name) {
        members.insert((*name).to_owned(), Value::Array(Vec::new()));
    }
    let Some(rows) = members.get_mut(*name).and_then(Value::as_array_mut) else { return };
    let by_email = key == "email";
    let fresh = if random.chance(50) { random.below(6) } else { random.what(6) };
    let new_key = if by_email { format!("n{fresh}@x.example") } else { format!("id-{fresh}") };
    let is_free = |rows: &[Value]| {
        let is_other = |text: &str| text.trim().to_lowercase() != new_key;
        rows.iter().all(|row| row.get(key).and_then(Value::as_str).is_none_or(is_other))
    };
    let at = random.below(rows.len());
    match kind {
        0 | 1 if is_free(rows) => {
            // The serial and the phone number stay what they are, whatever becomes of the row.
            let mut row = json!({ key: new_key, "serial": new_key, "title": random.value(WORDS) });
            if by_email {
                row["phoneNumber"] = json!(format!("1{fresh}"));
                row["firstName"] = json!(format!("first {fresh}"));
                row["emailValidationStatus"] = random.value(STAMPS);
            }
            rows.insert(random.below(rows.len() + 1), row);
        }
        2 if !rows.is_empty() => drop(rows.remove(at)),
        3 if !rows.is_empty() => {
            let row = rows.remove(at);
            rows.insert(random.below(rows.len() + 1), row);
        }
        // A new address, or the same one written otherwise.
        4 if by_email && !rows.is_empty() && rows[at].is_object() && is_free(rows) => {
            rows[at]["email"] = json!(new_key)
        }
        5 if !rows.is_empty() => {
            if let Some(text) = rows[at].get(key).and_then(Value::as_str) {
                let spelled = [text.to_uppercase(), text.to_lowercase(), format!(" {text}\t")];
                rows[at][key] = json!(spelled[random.what(if by_email { 3 } else { 2 })]);
            }
        }
        _ if !rows.is_empty() => {
            let Some(row) = rows[at].as_object_mut() else { return };
            let member = random.pick(&["title", "emailValidationStatus", "contactPreference", "__proto__", "lastName"]);
            if random.chance(25) {
                row.shift_remove(member);
            } else if member == "contactPreference" && by_email {
                row.insert(member.to_owned(), json!({ "locale": random.value(WORDS) }));
            } else if member != "contactPreference" {
                row.insert(member.to_owned(), random.value(WORDS));
            }
        }
        _ => {}
    }
}

/// Something with members that the table does not have, at any depth.
fn unknown_step(root: &mut Value, random: &mut Random) {
    let names: Vec<&str> = (0..1 + random.below(3)).map(|_| random.pick(NAMES)).collect();
    let mut path = vec!["contoso"];
    path.extend(names);
    if random.chance(30) {
        // `links` is the service's at the top.
        path = vec![random.pick(&["__proto__", "constructor", "", "a/b~c", "toString"])];
    }
    let pool = if random.chance(50) { NUMBERS } else { JUNK };
    put(root, &path, (!random.chance(25)).then(|| random.value(pool)));
}

/// What no service and no form would do.
fn wild_step(root: &mut Value, random: &mut Random) {
    let junk = random.value(JUNK);
    match random.below(4) {
        0 => {
            let (path, _) = random.pick(SCALARS);
            put(root, path, Some(junk));
        }
        1 => {
            let (path, _) = random.pick(KEYED);
            put(root, path, Some(junk));
        }
        2 => put(root, &[random.pick(&["status", "substatus", "id", "type", "details"])], Some(junk)),
        _ => {
            let (path, key) = random.pick(KEYED);
            let Some((name, parent)) = path.split_last() else { return };
            let Some(rows) =
                object(root, parent, false).and_then(|members| members.get_mut(*name)).and_then(Value::as_array_mut)
            else {
                return;
            };
            let at = random.below(rows.len());
            match random.below(5) {
                0 if !rows.is_empty() => rows[at] = junk,
                1 if !rows.is_empty() => rows.insert(random.below(rows.len()), rows[at].clone()),
                2 if !rows.is_empty() => drop(rows[at].as_object_mut().map(|row| row.shift_remove(key))),
                3 if !rows.is_empty() => drop(rows[at].as_object_mut().map(|row| row.insert(key.to_owned(), junk))),
                _ => rows.push(json!({ key: "", "x": junk })),
            }
        }
    }
}

/// The value as text, with white space and letters written this way and that.
pub fn write(value: &Value, random: &mut Random) -> String {
    let mut out = String::new();
    push(&mut out, value, random);
    out
}

fn push(out: &mut String, value: &Value, random: &mut Random) {
    let space = |out: &mut String, random: &mut Random| {
        if random.chance(8) {
            out.push_str(random.pick(&[" ", "\n  ", "\t", "\r\n"]));
        }
    };
    match value {
        Value::Array(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                out.push_str(if index > 0 { "," } else { "" });
                space(out, random);
                push(out, item, random);
                space(out, random);
            }
            out.push(']');
        }
        Value::Object(members) => {
            out.push('{');
            for (index, (name, value)) in members.iter().enumerate() {
                out.push_str(if index > 0 { "," } else { "" });
                space(out, random);
                push_string(out, name, random);
                space(out, random);
                out.push(':');
                space(out, random);
                push(out, value, random);
                space(out, random);
            }
            out.push('}');
        }
        Value::String(text) => push_string(out, text, random),
        scalar => out.push_str(&scalar.to_string()),
    }
}

fn push_string(out: &mut String, text: &str, random: &mut Random) {
    let quoted = serde_json::to_string(text).unwrap();
    match text.chars().next() {
        Some(first) if first.is_ascii_alphanumeric() && random.chance(5) => {
            out.push_str(&format!("\"\\u{:04x}{}", u32::from(first), &quoted[2..]));
        }
        _ => out.push_str(&quoted),
    }
}
