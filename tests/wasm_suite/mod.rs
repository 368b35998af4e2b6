//! What must hold wherever the module runs: `wasm_node.rs` and `wasm_browser.rs` each run all of it.

use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
fn a_string_crosses_to_javascript_and_back() {
    let text = "Fabrikam, 東京 🗼";
    let there = js_sys::JsString::from(text);
    assert_eq!(String::from(there), text);
}
