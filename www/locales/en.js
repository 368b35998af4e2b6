// @ts-check
// Every text of the editor in English.

import form from "./en/form.js";
import saving from "./en/saving.js";

export default { ...form, ...saving };
