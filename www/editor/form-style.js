// @ts-check
// The look of the form, on top of style.js.

export default `
form { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--gap); }
header { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 8px 32px; padding-inline: 4px; }
header .note { flex: 1 1 100%; }
.title-line { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 12px; }
.title { font-size: 1.5rem; font-weight: 650; line-height: 1.25; letter-spacing: -0.01em; overflow-wrap: anywhere; }
.badge { display: inline-flex; align-items: center; gap: 6px; padding-inline: 10px; border: 1px solid var(--border); border-radius: 99px; background: var(--sunken); font-size: var(--small); font-weight: 600; line-height: 24px; white-space: nowrap; }
.badge[data-status]::before { inline-size: 8px; block-size: 8px; border: 2px solid var(--quiet); border-radius: 50%; content: ""; }
.badge[data-status="Active"] { border-color: transparent; background: var(--soft); }
.badge[data-status="Active"]::before { border-color: var(--accent); background: var(--accent); }
.badge[data-status="Closed"]::before { border-radius: 2px; background: var(--quiet); }
.facts { display: flex; flex-wrap: wrap; gap: 4px 32px; }
dt { color: var(--quiet); font-size: var(--small); }
dd { overflow-wrap: anywhere; }
header dd { font-size: var(--large); }
.facts.all { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 220px), 1fr)); gap: 12px var(--gap); grid-column: 1 / -1; padding-block-start: 16px; border-block-start: 1px solid var(--border); }
.facts.all dd { font-weight: 400; }
.sections { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--gap); }
.section, .json, .bar { padding: 16px; border: 1px solid var(--border); border-radius: var(--radius); background: var(--ground); }
.section > :first-child { margin-block-end: 12px; font-size: var(--large); font-weight: 650; line-height: 1.4; scroll-margin: 16px; }
.section { scroll-margin: 16px; }
.grid { row-gap: 0; margin-block-end: -16px; }
.grid > .field { grid-row: span 3; grid-template-rows: subgrid; row-gap: 4px; margin-block-end: 12px; }
.grid > :not(.field) { margin-block-end: 16px; }
.grid, .status-body, .all-tags, .cards, .people { display: grid; grid-template-columns: minmax(0, 1fr); column-gap: var(--gap); align-items: start; }
.status-body, .all-tags, .cards, .people { row-gap: var(--gap); }
.field { position: relative; display: grid; gap: 4px; min-inline-size: 0; }
.field-top { display: grid; gap: 2px; }
.label-line { display: flex; align-items: baseline; gap: 8px; min-block-size: 24px; padding-inline-end: 56px; }
label, .choice legend { color: var(--quiet); font-size: var(--small); }
.choice legend { display: flex; gap: 8px; padding: 0; }
.hint, .echo, .empty { color: var(--quiet); font-size: var(--small); max-inline-size: 75ch; overflow-wrap: anywhere; }
.echo, dd, textarea, .status-line, .hint, .pair-value { unicode-bidi: plaintext; }
:is(.echo, dd, .status-line, .hint, .pair-value):dir(rtl) { text-align: right; }
.changed { padding-inline: 6px; border-radius: 4px; background: var(--soft); color: var(--link); font-size: 0.75rem; line-height: 20px; white-space: nowrap; }
.revert { position: absolute; inset-block-start: 0; inset-inline-end: 0; min-block-size: 24px; padding: 0 6px; border: 0; background: none; color: var(--link); font-size: var(--small); text-decoration: underline; }
.is-changed::before { position: absolute; inset-block: 4px; inset-inline-start: -10px; inline-size: 3px; border-radius: 2px; background: var(--accent); content: ""; }
.error { color: var(--error); font-size: var(--small); font-weight: 600; }
.note { padding: 4px 10px; border-inline-start: 3px solid var(--warn); border-radius: 2px; background: var(--warn-ground); font-size: var(--small); }
.notes { display: grid; gap: 4px; }
input, select, textarea { inline-size: 100%; min-inline-size: 0; min-block-size: var(--height); margin: 0; padding: 8px 12px; border: 1px solid var(--control); border-radius: var(--radius); background: var(--ground); color: inherit; font: inherit; }
textarea { display: block; resize: vertical; field-sizing: content; max-block-size: 24em; }
select { text-overflow: ellipsis; }
input[dir="ltr"] { text-align: start; font-variant-numeric: tabular-nums; }
:dir(rtl) input[dir="ltr"] { text-align: end; }
input[aria-invalid="true"]:not([type="radio"], [type="checkbox"]), textarea[aria-invalid="true"], select[aria-invalid="true"] { padding: 7px 11px; border: 2px solid var(--error); }
input[type="radio"], input[type="checkbox"] { flex: none; inline-size: 24px; min-block-size: 24px; block-size: 24px; accent-color: var(--accent); }
input[readonly], textarea[readonly] { min-block-size: 0; padding: 0; border: 0; border-radius: 0; background: none; resize: none; text-overflow: ellipsis; }
.check-line, .option { display: flex; align-items: center; gap: 8px; min-block-size: 32px; }
.check-line { padding-inline-end: 56px; }
.card .check { grid-column: 1 / -1; }
.check-line label, .option { color: var(--text); font-size: inherit; cursor: pointer; }
.primary { min-inline-size: 112px; border-color: var(--accent); background: var(--accent); color: var(--on-accent); }
.primary:not([aria-disabled="true"]):hover { background: color-mix(in srgb, var(--accent) 88%, var(--text)); }
.quiet, .remove, .add { border-color: transparent; color: var(--link); }
.foot { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 8px; }
.foot .revert { position: static; }
.people { position: relative; }
.add { padding-inline: 8px; margin-inline-start: -8px; }
.add::before { content: "+ "; }
button[aria-disabled="true"] { border-color: var(--border); background: var(--ground); color: var(--quiet); cursor: default; }
.quiet[aria-disabled="true"] { border-color: transparent; }
.path { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); }
.step { position: relative; display: grid; align-content: start; justify-items: center; gap: 4px; color: var(--quiet); font-size: var(--small); text-align: center; }
.step + .step::before { position: absolute; inset-block-start: 11px; inset-inline: calc(-50% + 18px) calc(50% + 18px); block-size: 2px; background: var(--border); content: ""; }
.shape { display: grid; place-items: center; inline-size: 24px; block-size: 24px; border: 2px solid var(--control); border-radius: 50%; background: var(--ground); }
.done + .step::before { background: var(--accent); }
.done .shape, .here .shape { border-color: var(--accent); }
.done .shape { background: var(--accent); }
.done .shape::before { inline-size: 10px; block-size: 5px; margin-block-start: -3px; border: solid var(--on-accent); border-width: 0 0 2px 2px; rotate: -45deg; content: ""; }
.here .shape::before { inline-size: 10px; block-size: 10px; border-radius: 50%; background: var(--accent); content: ""; }
.here { color: var(--text); font-weight: 600; }
.choice { display: block; }
.stages { display: grid; gap: 4px; }
.stage { display: grid; grid-template-columns: 64px minmax(0, 1fr); gap: 0 8px; padding-block: 4px; border-block-start: 1px solid var(--border); }
.stage-name { color: var(--quiet); font-size: var(--small); line-height: 32px; overflow-wrap: anywhere; }
.options { display: flex; flex-wrap: wrap; gap: 0 20px; }
.options .hint { flex: 1 1 100%; padding-block-end: 4px; }
.option:has([aria-disabled="true"]) { color: var(--quiet); cursor: not-allowed; }
.option:has(:checked) { font-weight: 600; }
.now { color: var(--quiet); font-size: var(--small); font-weight: 400; }
.choice > .revert { inset-block-start: -26px; }
.section:has(> .people > .empty:not([hidden])), .section > .people:has(> .empty:not([hidden])) { display: flex; flex-wrap: wrap; align-items: center; gap: 0 16px; }
.section:has(> .people > .empty:not([hidden])) > :first-child { margin: 0; }
.card { position: relative; padding: 12px 16px 16px; border: 1px solid var(--border); border-radius: var(--radius); }
.card legend { float: inline-start; inline-size: 100%; margin-block-end: 8px; padding-inline-end: 88px; font-weight: 600; line-height: 32px; overflow-wrap: anywhere; }
.card legend + * { clear: both; }
.remove { position: absolute; inset-block-start: 12px; inset-inline-end: 8px; min-block-size: 32px; padding-inline: 8px; font-size: var(--small); }
.tags { position: relative; display: grid; gap: 8px; align-content: start; }
.tags-title { color: var(--quiet); font-size: var(--small); font-weight: 400; }
.chips { display: flex; flex-wrap: wrap; gap: 6px; }
.chip { display: inline-flex; align-items: center; gap: 4px; padding-inline-start: 12px; border-radius: 99px; background: var(--soft); line-height: 30px; overflow-wrap: anywhere; }
.chip:has(> :only-child) { padding-inline-end: 12px; }
.chip button { display: grid; place-items: center; inline-size: 28px; min-block-size: 28px; padding: 0; border: 0; border-radius: 50%; background: none; }
.chip button::before { content: "×"; font-size: 1.125rem; line-height: 1; }
.boxes { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 220px), 1fr)); gap: 4px 12px; padding-block-start: 8px; }
.filter { display: grid; gap: 4px; max-inline-size: 320px; padding-block-start: 8px; }
summary { min-block-size: 24px; color: var(--link); font-weight: 600; cursor: pointer; }
.summary a, .loaded-notes a { display: inline-block; padding-block: 2px; color: var(--link); }
.summary a { color: var(--error); font-weight: 600; }
.place { display: grid; gap: var(--gap); }
.place:not(:has(> :not([hidden]))) { display: none; }
pre { max-block-size: 480px; margin-block-start: 8px; padding: 12px; overflow: auto; border: 1px solid var(--border); border-radius: var(--radius); background: var(--sunken); white-space: pre-wrap; overflow-wrap: anywhere; text-autospace: no-autospace; }
.json .buttons { margin-block-start: 8px; }
.loaded-notes { flex: 1 1 100%; font-size: var(--small); }
.loaded-notes ul { display: grid; gap: 4px; max-block-size: 30vh; padding-block: 8px; overflow: auto; padding-inline-start: 20px; list-style: disc; font-size: var(--small); overflow-wrap: anywhere; }
.bar { display: grid; gap: 8px 16px; padding-block: 12px; }
.standing { display: flex; flex-wrap: wrap; align-items: center; gap: 0 8px; overflow-wrap: anywhere; }
.countdown { color: var(--quiet); font-variant-numeric: tabular-nums; }
nav { display: none; }
.summary:focus-visible { outline: 3px solid var(--focus); }
.summary > :first-child, dt + dd { font-weight: 600; }
.technical dd, pre { font: var(--small)/1.6 ui-monospace, "Cascadia Mono", Consolas, "DejaVu Sans Mono", "Noto Sans Mono CJK SC", monospace; }

@container referral (max-width: 479px) {
  .bar .quiet { flex: 1 1 40%; }
}
@container referral (min-width: 480px) {
  .grid { grid-template-columns: repeat(2, minmax(0, 1fr)); }
  .lines, .date, .customer > .customer, .consent > * { grid-column: 1 / -1; }
  .bar { grid-template-columns: minmax(0, 1fr) auto; align-items: center; }
  .bar .buttons { justify-content: end; }
}
@container referral (min-width: 720px) {
  .section, .json { padding: 20px 24px; }
  .all-tags { grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 24px; }
  .all-tags > :has([open]) { grid-column: 1 / -1; }
  .cards { grid-template-columns: repeat(2, minmax(0, 1fr)); }
}
@container referral (min-width: 900px) {
  .customer.grid { grid-template-columns: repeat(6, minmax(0, 1fr)); }
  .customer > * { grid-column: span 2; }
  .customer > .customer { grid-column: span 4; }
  .addressLine1, .addressLine2, .country, .region { grid-column: span 3; }
  .sections { grid-template-columns: minmax(0, 5fr) minmax(0, 7fr); }
  .section:not(.status, .deal) { grid-column: 1 / -1; }
}
@container referral (min-width: 1100px) {
  form { margin-inline-start: 216px; }
  nav { display: block; position: sticky; inset-block-start: 16px; float: inline-start; inline-size: 192px; padding-block-start: 88px; }
  nav button { display: flex; inline-size: 100%; min-block-size: 36px; padding: 4px 12px; border: 0; background: none; color: var(--quiet); font-weight: 400; text-align: start; }
  nav button:hover { background: var(--sunken); color: var(--text); }
  li[data-state] button { color: var(--text); font-weight: 600; }
  li[data-state] button::after { inline-size: 8px; block-size: 8px; margin-block: auto; margin-inline-start: auto; border-radius: 50%; background: var(--accent); content: ""; }
  li[data-state="error"] button::after { border-radius: 0; background: var(--error); }
}
@container referral (min-width: 480px) {
  @media (min-height: 701px) {
    .bar { position: sticky; inset-block-end: 0; z-index: 1; border-end-start-radius: 0; border-end-end-radius: 0; box-shadow: 0 -4px 16px rgb(0 0 0 / 7%); }
    input, select, textarea, button, summary, pre, legend { scroll-margin-block: 16px 96px; }
  }
}
@media (prefers-reduced-motion: no-preference) {
  button, .shape, .step::before { transition: background-color 150ms, border-color 150ms; }
}
@media (forced-colors: active) {
  .badge[data-status]::before, .shape { border-color: CanvasText; }
  .badge[data-status="Active"]::before, .done .shape, .here .shape::before, .step + .step::before, li[data-state] button::after, .is-changed::before { background: CanvasText; forced-color-adjust: none; }
  .done .shape::before { border-color: Canvas; }
  .changed { border: 1px solid; }
  .primary { border-width: 2px; }
}
`;
