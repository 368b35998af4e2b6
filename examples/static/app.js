// Says what is wrong with a pasted referral, and where it may go from here.

import init, { transitions, validate } from "referral-editor";

const text = document.querySelector("textarea");
const verdict = document.querySelector("output");
const findings = document.querySelector("#findings");
const moves = document.querySelector("#moves");

function show() {
  const report = validate(text.value);
  verdict.textContent = report.valid ? "This can be saved." : "This cannot be saved.";
  findings.replaceChildren(
    ...report.findings.map(({ path, severity, message, line, column }) => {
      const place = line === undefined ? path || "the whole document" : `line ${line}, column ${column}`;
      return item(`${severity} at ${place}: ${message}`);
    }),
  );
  moves.replaceChildren(
    ...transitions(text.value)
      .filter(({ legal, current }) => legal && !current)
      .map(({ status, substatus }) => item(`${status}, ${substatus}`)),
  );
}

/** @param {string} words */
function item(words) {
  const element = document.createElement("li");
  element.textContent = words;
  return element;
}

try {
  await init();
  text.addEventListener("input", show);
  text.disabled = false;
  show();
} catch (error) {
  verdict.textContent = `${error.code}: ${error.message}`;
}
