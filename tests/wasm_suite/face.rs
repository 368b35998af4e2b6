//! The JavaScript face over the functions of this build: the sources of `src/js` as they are, their imports bound to one
//! another, and to the exported functions where they import the module that a build makes.

use js_sys::{Function, Object, Promise, Reflect, Uint8Array};
use referral_editor as module;
use wasm_bindgen::closure::{Closure, WasmClosure};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::AbortSignal;

use super::js;

/// What `putReferral` and `getReferral` consist of, each file behind what it imports.
const SOURCES: [(&str, &str); 11] = [
    ("error", include_str!("../../src/js/error.js")),
    ("instance", include_str!("../../src/js/instance.js")),
    ("guid", include_str!("../../src/js/guid.js")),
    ("limit", include_str!("../../src/js/limit.js")),
    ("token", include_str!("../../src/js/token.js")),
    ("turn", include_str!("../../src/js/turn.js")),
    ("input", include_str!("../../src/js/input.js")),
    ("run", include_str!("../../src/js/run.js")),
    ("options", include_str!("../../src/js/options.js")),
    ("drive", include_str!("../../src/js/drive.js")),
    ("api", include_str!("../../src/js/api.js")),
];

thread_local! {
    /// The exported functions as JavaScript has them.
    pub static EXPORTS: JsValue = exports();
    static FACE: JsValue = {
        let face = js(&factory()).unchecked_into::<Function>();
        EXPORTS.with(|exports| face.call1(&JsValue::UNDEFINED, exports)).unwrap()
    };
}

/// A function that makes the face of the module: what `api.js` exports.
fn factory() -> String {
    let mut code = "(wasm) => {
        const modules = { './referral_editor.js': wasm, './load.js': { ready() {} } };\n"
        .to_owned();
    for (name, source) in SOURCES {
        code += &format!("modules['./{name}.js'] = (() => {{\n{}}})();\n", function_body(source));
    }
    code + "modules['./instance.js'].use(wasm);
        return modules['./api.js'];
    }"
}

/// A source as the body of a function that gives what it exports.
fn function_body(source: &str) -> String {
    let mut body = String::new();
    let mut exported = Vec::new();
    for line in source.lines() {
        if let Some(import) = line.strip_prefix("import ") {
            let (names, from) = import.split_once(" from ").expect(line);
            body += &format!("const {} = modules[{}];", names.trim_start_matches("* as "), from.trim_end_matches(';'));
        } else if let Some(declaration) = line.strip_prefix("export ") {
            // What is exported of another file is not asked for here.
            if !declaration.starts_with('{') {
                let words = declaration.split(|letter: char| !letter.is_alphanumeric() && letter != '_');
                let kinds = ["async", "function", "class", "const"];
                exported.push(words.skip_while(|word| kinds.contains(word)).find(|_| true).expect(line).to_owned());
                body += declaration;
            }
        } else {
            body += line;
        }
        body.push('\n');
    }
    body + "return { " + &exported.join(", ") + " };\n"
}

/// The exported functions as the module of a build has them, for as long as the tests run.
fn exports() -> JsValue {
    fn export<F: ?Sized + WasmClosure>(exports: &Object, name: &str, function: Closure<F>) {
        Reflect::set(exports, &name.into(), &function.into_js_value()).unwrap();
    }

    let exports = Object::new();
    Reflect::set(&exports, &"memory".into(), &wasm_bindgen::memory()).unwrap();
    export(&exports, "reserve", Closure::<dyn Fn(usize, usize) -> usize>::new(module::reserve));
    export(
        &exports,
        "run",
        Closure::<dyn Fn(u32, usize, usize, usize, usize, bool) -> Option<String>>::new(module::run),
    );
    export(&exports, "begin", Closure::<dyn Fn(bool, usize, usize, usize, usize) -> JsValue>::new(module::begin));
    export(&exports, "start", Closure::<dyn Fn(usize, f64, f64, u32, f64, f64, f64) -> JsValue>::new(module::start));
    export(&exports, "told", Closure::<dyn Fn(usize, u32, f64, f64, f64) -> JsValue>::new(module::told));
    export(
        &exports,
        "answered",
        Closure::<dyn Fn(usize, u16, usize, Uint8Array, f64, f64, f64) -> JsValue>::new(
            |call, status, headers, body: Uint8Array, monotonic, epoch, random| {
                module::answered(call, status, headers, &body, monotonic, epoch, random)
            },
        ),
    );
    export(
        &exports,
        "request",
        Closure::<dyn Fn(usize, bool, usize, AbortSignal) -> JsValue>::new(|call, is_put, texts, signal| {
            module::request(call, is_put, texts, &signal)
        }),
    );
    export(&exports, "forget", Closure::<dyn Fn(usize)>::new(module::forget));
    exports.into()
}

fn call(name: &str, argument: &JsValue, options: &JsValue) -> Result<JsValue, JsValue> {
    FACE.with(|face| {
        let function = Reflect::get(face, &name.into()).unwrap().unchecked_into::<Function>();
        function.call2(&JsValue::UNDEFINED, argument, options)
    })
}

async fn settled(promise: Result<JsValue, JsValue>) -> Result<JsValue, JsValue> {
    // An async function does not throw.
    JsFuture::from(promise.unwrap().unchecked_into::<Promise>()).await.map_err(plain)
}

/// What a `ReferralError` says, as a plain object; nothing else may be thrown.
fn plain(error: JsValue) -> JsValue {
    let of = js("(error) => error instanceof Error && error.name === 'ReferralError' && {
        code: error.code, message: error.message,
        ...(error.findings && { findings: error.findings }), ...(error.paths && { paths: error.paths }),
    }");
    let said = of.unchecked_into::<Function>().call1(&JsValue::UNDEFINED, &error).unwrap();
    assert!(said.is_object(), "{error:?}");
    said
}

pub fn prepare_put(draft: &[u8], options: &JsValue) -> Result<JsValue, JsValue> {
    call("preparePut", &Uint8Array::from(draft), options).map_err(plain)
}

pub async fn put_referral(draft: &[u8], base: Option<&[u8]>, options: &JsValue) -> Result<JsValue, JsValue> {
    if let Some(base) = base {
        Reflect::set(options, &"base".into(), &Uint8Array::from(base)).unwrap();
    }
    settled(call("putReferral", &Uint8Array::from(draft), options)).await
}

pub async fn get_referral(id: &str, options: &JsValue) -> Result<JsValue, JsValue> {
    settled(call("getReferral", &id.into(), options)).await
}
