// @ts-check
// 编辑器的全部简体中文文本。

import form from "./zh-CN/form.js";
import opening from "./zh-CN/opening.js";
import saving from "./zh-CN/saving.js";

export default { ...opening, ...form, ...saving };
