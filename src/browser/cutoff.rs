//! A time limit and the caller's signal as one: whatever is waited for, the wait ends.

use std::cell::Cell;
use std::rc::Rc;

use js_sys::{Array, Function, Promise, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, AbortSignal};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_name = setTimeout)]
    fn set_timeout(handler: &Function, milliseconds: f64) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_name = clearTimeout)]
    fn clear_timeout(timer: &JsValue) -> Result<(), JsValue>;
}

/// Timers hold 31 bits.
const MOST_MS: f64 = 2_147_483_647.0;

/// Why the wait was cut off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// The time is up.
    Timeout,
    /// The caller gave up.
    Aborted,
}

/// Ends a wait when the time is up or the caller gives up, and then aborts its own signal too.
pub struct Cutoff {
    controller: AbortController,
    cause: Rc<Cell<Option<Cut>>>,
    /// Rejects when cut off, and never resolves.
    promise: Promise,
    timer: JsValue,
    signal: Option<AbortSignal>,
    on_abort: Closure<dyn FnMut()>,
    _on_timeout: Closure<dyn FnMut()>,
}

impl Cutoff {
    /// Starts the clock. Nothing where the platform has no timers.
    pub fn start(milliseconds: f64, signal: Option<&AbortSignal>) -> Option<Self> {
        let controller = AbortController::new().ok()?;
        let cause = Rc::new(Cell::new(None));
        let mut reject = None;
        let promise = Promise::new(&mut |_, on_reject| reject = Some(on_reject));
        let reject: Function = reject?;
        let cut = |why: Cut| {
            let (controller, cause, reject) = (controller.clone(), Rc::clone(&cause), reject.clone());
            Closure::<dyn FnMut()>::new(move || {
                if cause.get().is_none() {
                    cause.set(Some(why));
                    controller.abort();
                    // A resolving function does not throw.
                    let _ = reject.call0(&JsValue::UNDEFINED);
                }
            })
        };
        let on_timeout = cut(Cut::Timeout);
        let on_abort = cut(Cut::Aborted);
        let timer = set_timeout(on_timeout.as_ref().unchecked_ref(), milliseconds.clamp(0.0, MOST_MS)).ok()?;
        if let Some(signal) = signal {
            listen(signal, "addEventListener", &on_abort);
        }
        let signal = signal.cloned();
        Some(Self { controller, cause, promise, timer, signal, on_abort, _on_timeout: on_timeout })
    }

    /// Aborted when the wait is cut off, for `fetch`.
    pub fn signal(&self) -> AbortSignal {
        self.controller.signal()
    }

    /// What the promise resolves to.
    ///
    /// # Errors
    /// Nothing where the promise rejects, else why the wait was cut off.
    pub async fn wait(&self, promise: &JsValue) -> Result<JsValue, Option<Cut>> {
        let either = Promise::race(&Array::of2(promise, &self.promise));
        JsFuture::from(either).await.map_err(|_| self.cause.get())
    }

    /// Waits for nothing but the end.
    pub async fn ended(&self) -> Cut {
        // The promise only ever rejects, and then the cause is set.
        let _ = JsFuture::from(self.promise.clone()).await;
        self.cause.get().unwrap_or(Cut::Aborted)
    }
}

impl Drop for Cutoff {
    fn drop(&mut self) {
        let _ = clear_timeout(&self.timer);
        // What is not waited for any more need not arrive: the rest of an answer that is too large, say.
        self.controller.abort();
        if let Some(signal) = &self.signal {
            listen(signal, "removeEventListener", &self.on_abort);
        }
    }
}

/// The caller's signal has been aborted.
pub fn is_aborted(signal: Option<&AbortSignal>) -> bool {
    let aborted = signal.and_then(|signal| Reflect::get(signal, &"aborted".into()).ok());
    aborted.is_some_and(|aborted| aborted.is_truthy())
}

/// Calls `addEventListener` or `removeEventListener`; an object that only looks like a signal is ignored.
fn listen(signal: &AbortSignal, method: &str, handler: &Closure<dyn FnMut()>) {
    let method = Reflect::get(signal, &method.into()).ok().and_then(|method| method.dyn_into::<Function>().ok());
    if let Some(method) = method {
        let _ = method.call2(signal, &"abort".into(), handler.as_ref());
    }
}
