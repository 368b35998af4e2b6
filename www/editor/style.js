// @ts-check
// The look of the editor: its colours and measures, and what is seen before a referral is there. A 4/8 px grid, four sizes of
// type, one accent, one radius. Each colour is the host's own property, else Fluent's token, else a default that follows the
// scheme.

export default `
:host {
  --text: var(--referral-color-text, var(--colorNeutralForeground1, light-dark(#1b1f24, #eef1f5)));
  --quiet: var(--referral-color-hint, var(--colorNeutralForeground3, light-dark(#5b636d, #a7b0bb)));
  --ground: var(--referral-color-background, var(--colorNeutralBackground1, light-dark(#ffffff, #1c1f25)));
  --border: var(--referral-color-border, var(--colorNeutralStroke2, light-dark(#e2e5ea, #343a43)));
  --control: var(--referral-color-border, var(--colorNeutralStrokeAccessible, light-dark(#7d8590, #7d8794)));
  --accent: var(--referral-color-accent, var(--colorBrandBackground, light-dark(#1f5fbf, #7db0ff)));
  --on-accent: var(--referral-color-on-accent, var(--colorNeutralForegroundOnBrand, light-dark(#ffffff, #0c1a30)));
  --link: var(--referral-color-link, var(--colorBrandForegroundLink, light-dark(#184e9e, #a5c8ff)));
  --error: var(--referral-color-error, light-dark(#b3261e, #ff9a92));
  --error-ground: var(--referral-color-error-background, light-dark(#fdf1f0, #3a1f1e));
  --warn-ground: var(--referral-color-warning-background, light-dark(#fff7e5, #332a14));
  --focus: var(--referral-color-focus, var(--colorStrokeFocus2, light-dark(#1f5fbf, #7db0ff)));
  --soft: color-mix(in srgb, var(--accent) 9%, var(--ground));
  --sunken: color-mix(in srgb, var(--text) 4%, var(--ground));
  --good: light-dark(#1c6b3c, #7fd6a2);
  --good-ground: light-dark(#ebf7ef, #17301f);
  --warn: light-dark(#8a5800, #f0c36a);
  --radius: var(--referral-radius, 8px);
  --gap: var(--referral-gap, 16px);
  --height: var(--referral-input-height, 40px);
  --small: 0.8125rem;
  --body: 0.9375rem;
  --large: 1.0625rem;
  display: block;
  container: referral / inline-size;
  max-inline-size: var(--referral-max-width, 1360px);
  color: var(--text);
  font: 400 var(--body)/1.5 var(--referral-font, var(--fontFamilyBase, "Segoe UI", system-ui, -apple-system), "Microsoft YaHei UI", "PingFang SC", "Noto Sans SC", "Noto Sans CJK SC", sans-serif);
  text-autospace: normal;
}
:host([hidden]), [hidden] { display: none !important; }
*, *::before, *::after { box-sizing: border-box; }
h1, h2, h3, h4, h5, h6, p, ul, ol, dl, dd, fieldset, legend, pre { margin: 0; padding: 0; font-size: inherit; }
ul, ol { list-style: none; }
fieldset { min-inline-size: 0; border: 0; }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
[tabindex="-1"]:focus { outline: none; }
.hidden { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
button { min-block-size: var(--height); padding: 4px 16px; border: 1px solid var(--control); border-radius: var(--radius); background: var(--ground); color: var(--text); font: inherit; font-weight: 600; cursor: pointer; }
button:hover { background: var(--sunken); }
.buttons { display: flex; flex-wrap: wrap; align-items: center; gap: 8px; }
.banner, .summary, .conflict { padding: 12px 16px; border: 1px solid var(--border); border-inline-start: 4px solid var(--control); border-radius: var(--radius); background: var(--ground); }
.message { display: grid; gap: 8px; justify-items: start; max-inline-size: 100%; }
.message > * { max-inline-size: 100%; }
.banner[data-tone="good"] { border-inline-start-color: var(--good); background: var(--good-ground); }
.banner[data-tone="warn"] { border-inline-start-color: var(--warn); background: var(--warn-ground); }
.banner[data-tone="bad"], .summary { border-inline-start-color: var(--error); background: var(--error-ground); }
.skeleton { display: grid; gap: var(--gap); min-block-size: 40rem; align-content: start; }
.bone { block-size: 200px; border: 1px solid var(--border); border-radius: var(--radius); background: var(--sunken); }
.bone.title { inline-size: 60%; block-size: 32px; }
.bone.short { inline-size: 40%; block-size: 24px; }
[role="status"]:not(.bar *) { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); }
.verdict { font-weight: 600; }
@container referral (max-width: 479px) {
  .buttons button { flex: 1 1 100%; }
}
@media (prefers-reduced-motion: no-preference) {
  .banner:not([hidden]) { animation: settle 180ms ease-out; }
  @keyframes settle { from { opacity: 0; translate: 0 -4px; } }
}
`;
