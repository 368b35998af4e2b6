//! The JSON Schema of a referral (draft 2020-12), made of the member table and the texts beside this.
//!
//! It says what `validate` without a base calls an error, and nothing of what it warns about. `tests/schema.rs` holds the two
//! against each other, and lists where a schema cannot follow.

mod texts;

use referral_editor::lifecycle::{PAIRS, Status};
use referral_editor::schema::{
    Format, Kind, Member, Object, Owner, REFERRAL, Role, SOLUTION, SUBSTATUS_LATER, Vocabulary, name_of,
};
use serde_json::{Map, Value, json};

use texts::{ObjectTexts, TEXTS};

/// Where the schema lies, from the root of the repository.
pub const FILE: &str = "src/schema/referral.schema.json";

/// A name and nothing to be fetched: the schema travels with the package.
const ID: &str = "urn:referral-editor:referral.schema.json";

/// The largest value of .NET's decimal, which is what the documentation calls the type of `dealValue`.
const LARGEST_DECIMAL: &str = "79228162514264337593543950335";

/// A JSON number (RFC 8259, section 6) that stands in a string.
const NUMBER: &str = r"^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?$";

/// The text of the file.
///
/// # Errors
/// The members of the table without texts, and the texts without a member.
pub fn document() -> Result<String, String> {
    let schema = schema()?;
    let text = serde_json::to_string_pretty(&schema).map_err(|error| error.to_string())?;
    Ok(text + "\n")
}

fn schema() -> Result<Value, String> {
    let definitions = definitions();
    let faults = unmatched(&definitions, TEXTS);
    if !faults.is_empty() {
        return Err(faults.join("; "));
    }
    let mut schema = Map::new();
    schema.insert("$schema".into(), json!("https://json-schema.org/draft/2020-12/schema"));
    schema.insert("$id".into(), json!(ID));
    let mut others = Map::new();
    for definition in &definitions {
        let object = definition.schema(&definitions);
        if std::ptr::eq(definition.object, &raw const REFERRAL) {
            schema.extend(object);
        } else {
            others.insert(definition.name.clone(), Value::Object(object));
        }
    }
    // The document itself is not null, and has an id.
    schema.insert("type".into(), json!("object"));
    schema.insert("required".into(), json!(["id"]));
    schema.insert("allOf".into(), status_pairs());
    schema.insert("$defs".into(), Value::Object(others));
    Ok(Value::Object(schema))
}

// ------------------------------------------------------------------------------------------------ objects

/// An object of the table, by the name that it has in the schema.
struct Definition {
    name: String,
    object: &'static Object,
}

/// Every object of the table once, the referral first.
fn definitions() -> Vec<Definition> {
    let mut found = vec![("", &REFERRAL)];
    collect(&REFERRAL, &mut found);
    let name = |(holder, object): &(&'static str, &'static Object)| {
        let shared = found.iter().filter(|(_, other)| name_of(other) == name_of(object)).count() > 1;
        let holder: String = if shared { capitalized(holder) } else { String::new() };
        Definition { name: holder + name_of(object), object }
    };
    found.iter().map(name).collect()
}

fn collect(object: &'static Object, found: &mut Vec<(&'static str, &'static Object)>) {
    for member in object.members {
        let (Kind::Object(inner) | Kind::Rows(inner, _) | Kind::Ids(inner)) = member.kind else { continue };
        if found.iter().all(|(_, known)| !std::ptr::eq(*known, inner)) {
            found.push((member.name, inner));
            collect(inner, found);
        }
    }
}

fn capitalized(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect()
}

impl Definition {
    /// The object, which may be null where it is a member.
    fn schema(&self, definitions: &[Self]) -> Map<String, Value> {
        let texts = TEXTS.iter().find(|texts| texts.object == self.name);
        let mut schema = Map::new();
        schema.insert("title".into(), json!(texts.map(|texts| texts.title)));
        schema.insert("description".into(), json!(texts.map(|texts| texts.description)));
        schema.insert("type".into(), json!(["object", "null"]));
        let mut properties = Map::new();
        for member in self.object.members {
            let text = texts.and_then(|texts| texts.members.iter().find(|text| text.name == member.name));
            let mut property = Map::new();
            property.insert("title".into(), json!(text.map(|text| text.title)));
            let described = text.map(|text| [text.description, hint(member)].concat());
            property.insert("description".into(), json!(described));
            if member.owner == Owner::Service {
                property.insert("readOnly".into(), json!(true));
            }
            property.extend(value(member, definitions));
            properties.insert(member.name.into(), Value::Object(property));
        }
        schema.insert("properties".into(), Value::Object(properties));
        schema
    }
}

/// What the table adds to a description.
fn hint(member: &Member) -> &'static str {
    match (member.kind, member.owner) {
        (Kind::Open(_), Owner::Creation) => {
            " The examples are the documented values, and others are accepted. It is set when the referral is created."
        }
        (Kind::Open(_), _) => " The examples are the documented values, and others are accepted.",
        (_, Owner::Creation) => " It is set when the referral is created.",
        _ => "",
    }
}

// ------------------------------------------------------------------------------------------------ values

/// What a member's value has to be. Null is as good as a value everywhere but for the id.
fn value(member: &Member, definitions: &[Definition]) -> Map<String, Value> {
    let reference = |object: &'static Object| {
        let definition = definitions.iter().find(|definition| std::ptr::eq(definition.object, object));
        json!(definition.map(|definition| format!("#/$defs/{}", definition.name)))
    };
    // A row is an object and nothing else.
    let rows = |object| json!({ "type": "object", "$ref": reference(object) });
    let keywords = match (member.kind, member.role) {
        (_, Role::Id) => {
            json!({ "type": "string", "minLength": 1, "examples": ["49d90c72-3326-4f61-aacc-2cb57970448c"] })
        }
        (_, Role::SolutionId) => json!({ "type": ["string", "null"], "examples": SOLUTION.values() }),
        (Kind::Text, _) => json!({ "type": ["string", "null"] }),
        (Kind::Formatted(format), _) => formatted(format),
        (Kind::Enum(list), role) => json!({ "type": ["string", "null"], "enum": closed(list, role) }),
        (Kind::Open(list), _) => json!({ "type": ["string", "null"], "examples": list.values() }),
        (Kind::Decimal, _) => json!({ "anyOf": [
            { "type": "number", "minimum": 0, "maximum": LARGEST_DECIMAL.parse::<serde_json::Number>().ok() },
            { "type": "string", "pattern": NUMBER },
            { "type": "null" },
        ] }),
        (Kind::Boolean, _) => json!({ "type": ["boolean", "null"] }),
        (Kind::Object(object), _) => json!({ "$ref": reference(object) }),
        (Kind::Rows(object, _), _) => json!({ "type": ["array", "null"], "items": rows(object) }),
        (Kind::Ids(object), _) => json!({ "anyOf": [
            { "type": "array", "items": rows(object) },
            { "$ref": reference(object) },
        ] }),
        (Kind::Any, _) => json!({}),
    };
    match keywords {
        Value::Object(keywords) => keywords,
        _ => Map::new(),
    }
}

/// The values of a closed enumeration, and null.
fn closed(list: &Vocabulary, role: Role) -> Vec<Option<&'static str>> {
    let later = if role == Role::Substatus { SUBSTATUS_LATER.values() } else { Vec::new() };
    list.values().into_iter().chain(later).map(Some).chain([None]).collect()
}

/// A format that only brings a warning is described, not required.
fn formatted(format: Format) -> Value {
    match format {
        Format::DateTime => {
            json!({ "type": ["string", "null"], "format": "date-time", "examples": ["2018-11-14T00:00:00Z"] })
        }
        Format::Email => json!({ "type": ["string", "null"], "format": "email", "maxLength": 254 }),
        Format::Currency => {
            let codes = codes(format, 3).into_iter().map(Some).chain([None]);
            json!({ "type": ["string", "null"], "enum": codes.collect::<Vec<_>>() })
        }
        Format::Country => json!({ "type": ["string", "null"], "examples": codes(format, 2) }),
        Format::Guid => json!({ "type": ["string", "null"], "examples": ["37ef26aa-1d15-4533-9f93-a69bd33ab1e5"] }),
        Format::EntityTag => {
            json!({ "type": ["string", "null"], "examples": ["\"2500ec5a-0000-0000-0000-5bf4967d0000\""] })
        }
    }
}

/// All codes of so many capital letters that are in the format.
fn codes(format: Format, length: usize) -> Vec<String> {
    let longer = |codes: Vec<String>| -> Vec<String> {
        codes.iter().flat_map(|head| ('A'..='Z').map(move |letter| format!("{head}{letter}"))).collect()
    };
    let mut codes = (0..length).fold(vec![String::new()], |codes, _| longer(codes));
    codes.retain(|code| format.matches(code.as_bytes()));
    codes
}

/// For each status the substatuses that belong to it. Those that the lifecycle table does not know go with any.
fn status_pairs() -> Value {
    let mut statuses: Vec<Status> = PAIRS.iter().map(|pair| pair.status).collect();
    statuses.dedup();
    let rule = |status: Status| {
        let fitting = status.substatuses().chain(SUBSTATUS_LATER.values());
        json!({
            "if": { "properties": { "status": { "const": status.name() } }, "required": ["status"] },
            "then": { "properties": { "substatus": { "enum": fitting.map(Some).chain([None]).collect::<Vec<_>>() } } },
        })
    };
    statuses.into_iter().map(rule).collect()
}

// ------------------------------------------------------------------------------------------------ texts

/// Names without texts, and texts without a name in the table.
fn unmatched(definitions: &[Definition], texts: &[&ObjectTexts]) -> Vec<String> {
    let of_table: Vec<String> = definitions
        .iter()
        .flat_map(|definition| names(&definition.name, definition.object.members.iter().map(|member| member.name)))
        .collect();
    let of_texts: Vec<String> =
        texts.iter().flat_map(|texts| names(texts.object, texts.members.iter().map(|member| member.name))).collect();
    let lacking = of_table.iter().filter(|name| !of_texts.contains(name)).map(|name| format!("{name} has no texts"));
    let left_over = of_texts
        .iter()
        .filter(|name| !of_table.contains(name))
        .map(|name| format!("the texts of {name} belong to nothing"));
    let twice = of_texts
        .iter()
        .filter(|name| of_texts.iter().filter(|other| other == name).count() > 1)
        .map(|name| format!("{name} has texts twice"));
    lacking.chain(left_over).chain(twice).collect()
}

/// The name of an object and those of its members.
fn names<'n>(object: &'n str, members: impl Iterator<Item = &'static str> + 'n) -> impl Iterator<Item = String> + 'n {
    std::iter::once(object.to_owned()).chain(members.map(move |member| format!("{object}.{member}")))
}

#[cfg(test)]
mod tests {
    use super::{ObjectTexts, TEXTS, definitions, unmatched};

    #[test]
    fn texts_and_table_are_held_against_each_other() {
        let definitions = definitions();
        assert_eq!(unmatched(&definitions, TEXTS), [""; 0]);

        let (first, others) = TEXTS.split_first().unwrap();
        assert!(unmatched(&definitions, others).contains(&"Referral.eTag has no texts".to_owned()));

        let stranger = ObjectTexts { object: "Stranger", title: "Stranger", description: "A stranger.", members: &[] };
        let faults = unmatched(&definitions, &[TEXTS, &[&stranger, first]].concat());
        assert!(faults.contains(&"the texts of Stranger belong to nothing".to_owned()));
        assert!(faults.contains(&"Referral has texts twice".to_owned()));
    }
}
