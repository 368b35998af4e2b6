//! Small plain objects: the steps of a call, and the fixed parts of a request.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use wasm_bindgen::JsValue;

/// What a member holds.
#[derive(Clone, Copy, Serialize)]
#[serde(untagged)]
pub enum Member<'m> {
    Text(&'m str),
    Number(f64),
}

struct Members<'m>(&'m [(&'static str, Member<'m>)]);

impl Serialize for Members<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (name, value) in self.0 {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

/// An object with these members, in this order.
pub fn object(members: &[(&'static str, Member<'_>)]) -> JsValue {
    Members(members).serialize(&serde_wasm_bindgen::Serializer::json_compatible()).unwrap_or(JsValue::UNDEFINED)
}
