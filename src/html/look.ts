/**
 * The look that all pages of this project on a laptop share: colours, type, and the plain elements.
 * Everything is of this machine (system fonts, no images), in light and in dark.
 */
export const look = `
:root {
  color-scheme: light dark;
  --ground: #f3f0e9; --surface: #fffdf9; --raised: #f6f3ec; --ink: #15272c; --quiet: #4d6066;
  --line: #d8d4c8; --field: #7d8a8a; --accent: #0b656b; --accent-strong: #084c51;
  --on-accent: #ffffff; --tint: #dcecea; --deep: #0c3b42; --on-deep: #eaf5f3; --quiet-on-deep: #b3d0cf;
  --ring: rgb(255 255 255 / .07); --bad: #9c2a1b; --bad-tint: #fbe7e1; --good: #1b6338;
  --good-tint: #e2f1e3; --warn: #f3c55b; --on-warn: #3b2a00;
  --shadow: 0 1px 2px rgb(21 39 44 / .06), 0 12px 40px -12px rgb(21 39 44 / .18);
  --mono: ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
  font: 100%/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --ground: #0a1518; --surface: #112126; --raised: #17292f; --ink: #e7f0ef; --quiet: #a3b7ba;
    --line: #2a3f45; --field: #6c8388; --accent: #6fd6cf; --accent-strong: #9be6e0;
    --on-accent: #06292c; --tint: #173a3e; --deep: #0d2f35; --on-deep: #e3f2f0;
    --quiet-on-deep: #a5c6c6; --ring: rgb(111 214 207 / .09); --bad: #ffb4a3; --bad-tint: #3a1d18;
    --good: #9bdcae; --good-tint: #15301f; --warn: #e9bd57; --on-warn: #2c2000;
    --shadow: 0 1px 2px rgb(0 0 0 / .3), 0 16px 48px -12px rgb(0 0 0 / .5);
  }
}
*, ::before, ::after { box-sizing: border-box }
body { margin: 0; min-height: 100vh; background: var(--ground); color: var(--ink) }
h1, h2, p, ul, ol, dl, dd, figure { margin: 0; padding: 0 }
h1 { font-size: 1.75rem; line-height: 1.2; font-weight: 650; letter-spacing: -.02em; text-wrap: balance }
h2 { font-size: .9375rem; line-height: 1.4; font-weight: 650 }
code, kbd { font-family: var(--mono); font-size: .875em; overflow-wrap: anywhere }
a { color: var(--accent); text-underline-offset: .2em; text-decoration-thickness: 1px }
a:hover { color: var(--accent-strong); text-decoration-thickness: 2px }
label { display: block; font-size: .9375rem; font-weight: 600; margin-bottom: .375rem }
input {
  display: block; width: 100%; font: inherit; color: inherit; background: var(--surface);
  border: 1px solid var(--field); border-radius: .625rem; padding: .6875rem .875rem;
}
input[aria-invalid] { border-color: var(--bad) }
button {
  font: inherit; font-weight: 600; cursor: pointer; border-radius: .625rem; padding: .75rem 1.25rem;
  border: 1px solid var(--accent); background: var(--accent); color: var(--on-accent);
}
button:hover { background: var(--accent-strong); border-color: var(--accent-strong) }
button.second { background: transparent; color: var(--accent); border-color: var(--field) }
button.second:hover { background: var(--tint); color: var(--accent-strong) }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px }
.quiet { color: var(--quiet); font-size: .9375rem }
.card {
  background: var(--surface); border: 1px solid var(--line); border-radius: 1.25rem;
  box-shadow: var(--shadow); overflow: hidden;
}
.pill {
  display: inline-block; font-size: .8125rem; line-height: 1.4; font-weight: 600; white-space: nowrap;
  border-radius: 1rem; padding: .125rem .625rem; background: var(--tint); color: var(--ink);
}
.pill.warn { background: var(--warn); color: var(--on-warn) }
.notice { border-radius: .625rem; padding: .75rem 1rem; border-left: 4px solid; overflow-wrap: anywhere }
.notice.error { background: var(--bad-tint); color: var(--bad) }
.notice.success { background: var(--good-tint); color: var(--good) }
@media (prefers-reduced-motion: no-preference) {
  a, button, input { transition: background-color .15s, border-color .15s, color .15s }
}
`
