//! Values of JavaScript of which nothing is known: what is not there or throws is nothing.

use js_sys::{Function, Reflect, global};
use wasm_bindgen::{JsCast, JsValue};

/// A member; nothing where a getter throws, or where there is no object.
#[inline(never)]
pub fn member(object: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(object, &name.into()).ok()
}

/// A member of the global object, and of that another one.
pub fn global_member(name: &str, of_it: &str) -> Option<JsValue> {
    member(&member(&global(), name)?, of_it)
}

/// A member that is a function.
pub fn function(object: &JsValue, name: &str) -> Option<Function> {
    member(object, name).filter(JsValue::is_function).map(JsCast::unchecked_into)
}

/// What a method returns, called with one string.
pub fn call(object: &JsValue, method: &str, argument: &str) -> Option<JsValue> {
    function(object, method)?.call1(object, &argument.into()).ok()
}
