// What `cargo xtask dist` puts beside the files of src/js, for the type check of those that import it.

/** The glue of wasm-bindgen: functions on plain values, typed where `src/js` wraps them. */
declare module "*/referral_editor.js";

/** The module, as base64. */
declare module "*/wasm-base64.js" {
  const base64: string;
  export default base64;
}

/** What the module's file has to hash to. */
declare module "*/wasm-integrity.js" {
  export const integrity: string;
}

/** The module, where the host compiles what is imported. */
declare module "*/referral_editor.wasm" {
  const module: WebAssembly.Module;
  export default module;
}
