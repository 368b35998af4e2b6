//! Random identifiers for tracing requests.

use js_sys::{Function, Reflect, Uint8Array, global};
use wasm_bindgen::{JsCast, JsValue};

/// A random GUID (RFC 9562, version 4) from the platform; `crypto.randomUUID` exists in secure contexts only.
pub fn fresh() -> String {
    let get = |object: &JsValue, name: &str| Reflect::get(object, &name.into()).ok();
    let crypto = get(&global(), "crypto").unwrap_or(JsValue::UNDEFINED);
    let method = |name: &str| get(&crypto, name).and_then(|value| value.dyn_into::<Function>().ok());
    if let Some(guid) = method("randomUUID").and_then(|call| call.call0(&crypto).ok()).and_then(|guid| guid.as_string())
    {
        return guid;
    }
    let bytes = Uint8Array::new_with_length(16);
    if let Some(fill) = method("getRandomValues") {
        // Without it the identifier is all zeros: it is only for finding a request in a log.
        let _ = fill.call1(&crypto, &bytes);
    }
    format(&bytes.to_vec())
}

fn format(bytes: &[u8]) -> String {
    let mut guid = String::with_capacity(36);
    for (index, byte) in bytes.iter().enumerate() {
        if matches!(index, 4 | 6 | 8 | 10) {
            guid.push('-');
        }
        let byte = match index {
            6 => byte & 0x0F | 0x40,
            8 => byte & 0x3F | 0x80,
            _ => *byte,
        };
        for digit in [byte >> 4, byte & 15] {
            guid.extend(char::from_digit(u32::from(digit), 16));
        }
    }
    guid
}
