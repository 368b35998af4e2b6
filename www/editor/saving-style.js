// @ts-check
// The look of what asks and answers around a save: dialogs, tables of changes, conflicts. On top of form-style.js.

export default `
.danger { border-color: var(--error); color: var(--error); }
.technical { display: grid; gap: 4px; margin-block: 8px; font-size: var(--small); }
.technical div { display: flex; flex-wrap: wrap; gap: 0 8px; }
.conflict { display: grid; gap: 16px; padding: 20px; border-inline-start-color: var(--warn); }
.conflict > :first-child { font-size: var(--large); font-weight: 650; }
.conflict-row { display: grid; gap: 4px; padding: 12px 16px; border: 1px solid var(--border); border-radius: var(--radius); }
.conflict-row legend { float: inline-start; font-weight: 600; }
.conflict-row legend + * { clear: both; }
.pair { display: grid; grid-template-columns: 24px minmax(0, 1fr); gap: 0 12px; padding-block: 4px; }
.pair input { grid-row: span 2; align-self: start; margin-block-start: 4px; }
.pair-label { margin-inline-end: 0.4em; color: var(--quiet); font-size: var(--small); font-weight: 400; }
.pair-value { font-weight: 400; overflow-wrap: anywhere; white-space: pre-wrap; max-inline-size: 75ch; }
ins { background: var(--good-ground); }
del { color: var(--quiet); }
table { inline-size: 100%; border-collapse: collapse; table-layout: fixed; }
thead th:first-child { inline-size: 26%; }
th, td { padding: 8px 12px 8px 0; border-block-end: 1px solid var(--border); text-align: start; vertical-align: top; overflow-wrap: anywhere; white-space: pre-wrap; }
th[scope="rowgroup"] { padding-block-start: 16px; }
thead th, th[scope="rowgroup"] { color: var(--quiet); font-size: var(--small); font-weight: 400; }
dialog { inline-size: min(440px, calc(100vw - 32px)); padding: 24px; border: 1px solid var(--border); border-radius: calc(var(--radius) + 4px); background: var(--ground); color: var(--text); font: inherit; box-shadow: 0 16px 48px rgb(0 0 0 / 24%); }
dialog.wide { inline-size: min(760px, calc(100vw - 32px)); }
dialog h2 { margin-block-end: 16px; font-size: 1.25rem; font-weight: 650; line-height: 1.4; }
dialog .buttons { justify-content: end; margin-block-start: 24px; }
::backdrop { background: rgb(0 0 0 / 45%); }
.conflict:focus-visible { outline: 3px solid var(--focus); }

@container referral (max-width: 479px) {
  thead { position: absolute; clip-path: inset(50%); block-size: 1px; overflow: hidden; }
  tr, td { display: block; }
  tbody th { display: block; border: 0; padding-block-end: 0; }
  td { border: 0; padding-block: 2px; }
  td::before { display: block; color: var(--quiet); font-size: var(--small); content: attr(data-label); }
  tr { padding-block-end: 8px; border-block-end: 1px solid var(--border); }
}
@container referral (min-width: 720px) {
  .conflict { padding: 20px 24px; }
}
@media (prefers-reduced-motion: no-preference) {
  .conflict:not([hidden]) { animation: settle 180ms ease-out; }
  @keyframes settle { from { opacity: 0; translate: 0 -4px; } }
}
@media (forced-colors: active) {
  ins { border: 1px solid; }
}
`;
