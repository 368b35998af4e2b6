//! What the JavaScript face does for a call, because the platform's own functions are shorter there.

use js_sys::{Function, Promise};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
extern "C" {
    /// `src/js/host.js`.
    #[derive(Clone)]
    pub type Host;

    /// A fresh identifier for one request.
    #[wasm_bindgen(method, catch, js_name = newGuid)]
    fn guid(this: &Host) -> Result<String, JsValue>;

    /// Asks the caller's function for a token; those who ask for another token at the same time share the answer.
    #[wasm_bindgen(method, catch, js_name = askToken)]
    pub fn ask_token(this: &Host, get_token: &Function, question: &JsValue) -> Result<JsValue, JsValue>;

    /// Resolves to a function that ends the turn, or to nothing when there was none in time.
    #[wasm_bindgen(method, catch)]
    fn turn(this: &Host, name: &str, milliseconds: f64, signal: &JsValue) -> Result<Promise, JsValue>;
}

impl Host {
    /// A fresh identifier for one request.
    pub fn new_guid(&self) -> String {
        self.guid().unwrap_or_default()
    }

    /// Waits until no other save of this name is under way, in this tab or another one. Nothing when the time is up or the
    /// caller gave up.
    pub async fn take_turn(
        &self,
        name: &str,
        milliseconds: f64,
        signal: Option<&web_sys::AbortSignal>,
    ) -> Option<Turn> {
        let signal = signal.map_or(JsValue::UNDEFINED, JsValue::from);
        let promise = self.turn(name, milliseconds, &signal).ok()?;
        let end = wasm_bindgen_futures::JsFuture::from(promise).await.ok()?;
        wasm_bindgen::JsCast::dyn_into(end).ok().map(Turn)
    }
}

/// A turn, which ends with it.
pub struct Turn(Function);

impl Drop for Turn {
    fn drop(&mut self) {
        // The face's own function, which does not throw.
        let _ = self.0.call0(&JsValue::UNDEFINED);
    }
}
