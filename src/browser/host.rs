//! What the JavaScript face does for a call, because the platform's own functions are shorter there.

use js_sys::{Function, Promise};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};

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

    /// Milliseconds on a clock that is never set, where there is one.
    #[wasm_bindgen(method, catch)]
    pub fn monotonic(this: &Host) -> Result<f64, JsValue>;

    #[wasm_bindgen(method, catch)]
    fn limited(this: &Host, milliseconds: f64, signal: &JsValue) -> Result<Limited, JsValue>;

    /// `src/js/limit.js`.
    type Limited;

    #[wasm_bindgen(method, getter)]
    fn signal(this: &Limited) -> JsValue;

    /// Rejects when the wait is cut off, and never resolves.
    #[wasm_bindgen(method, getter)]
    fn end(this: &Limited) -> JsValue;

    #[wasm_bindgen(method, getter, js_name = isOver)]
    fn is_over(this: &Limited) -> bool;

    #[wasm_bindgen(method, getter, js_name = isAborted)]
    fn is_aborted(this: &Limited) -> bool;

    /// What a promise resolves to; rejects when the wait is cut off.
    #[wasm_bindgen(method, catch)]
    fn wait(this: &Limited, promise: &JsValue) -> Result<Promise, JsValue>;

    #[wasm_bindgen(method, catch)]
    fn close(this: &Limited) -> Result<(), JsValue>;
}

impl Host {
    /// A fresh identifier for one request.
    pub fn new_guid(&self) -> String {
        self.guid().unwrap_or_default()
    }

    /// Waits until no other save of this name is under way, in this tab or another one. Nothing when the time is up or the
    /// caller gave up.
    pub fn take_turn(&self, name: &str, milliseconds: f64, signal: &JsValue) -> Option<Promise> {
        self.turn(name, milliseconds, signal).ok()
    }

    /// Starts the clock. Nothing where the platform has no timers.
    pub fn cutoff(&self, milliseconds: f64, signal: &JsValue) -> Option<Cutoff> {
        self.limited(milliseconds, signal).ok().map(Cutoff)
    }
}

/// A turn, which ends with it.
pub struct Turn(Function);

impl Turn {
    /// What the promise of a turn resolved to.
    pub fn of(end: JsValue) -> Option<Self> {
        end.is_function().then(|| Self(end.unchecked_into()))
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        // The face's own function, which does not throw.
        let _ = self.0.call0(&JsValue::UNDEFINED);
    }
}

/// Why a wait was cut off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// The time is up.
    Timeout,
    /// The caller gave up.
    Aborted,
}

/// Ends a wait when the time is up or the caller gives up, and then aborts its own signal too.
pub struct Cutoff(Limited);

impl Cutoff {
    /// Aborted when the wait is cut off or over, for `fetch`.
    pub fn signal(&self) -> web_sys::AbortSignal {
        self.0.signal().unchecked_into()
    }

    /// Rejects when the wait is cut off, and never resolves.
    pub fn end(&self) -> JsValue {
        self.0.end()
    }

    /// What a promise resolves to; rejects when it does, or when the wait is cut off.
    pub fn wait(&self, promise: &JsValue) -> Option<Promise> {
        self.0.wait(promise).ok()
    }

    /// Why the wait was cut off, if it was.
    pub fn cause(&self) -> Option<Cut> {
        match () {
            () if self.0.is_aborted() => Some(Cut::Aborted),
            () if self.0.is_over() => Some(Cut::Timeout),
            () => None,
        }
    }
}

impl Drop for Cutoff {
    fn drop(&mut self) {
        let _ = self.0.close();
    }
}
