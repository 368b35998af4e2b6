// @ts-check
// Every text of the editor in English.

import form from "./en/form.js";
import opening from "./en/opening.js";
import saving from "./en/saving.js";

export default { ...opening, ...form, ...saving };
