import { contentSource } from '../../html/content-source.ts'
import { style as poolStyle } from '../../user-pool/pages/style.ts'

/** The look of the user pool's pages, and what these pages have besides. */
export const style = `${poolStyle}
.brand svg { width: 1.75rem; height: 1.75rem }
body > .tabs { width: 100%; max-width: 30rem; margin: 0 auto .75rem }
.tabs ul { list-style: none; display: flex; flex-wrap: wrap; gap: .375rem }
.tabs a {
  display: block; padding: .5rem 1rem; border-radius: .625rem; font-weight: 600; font-size: .9375rem;
  text-decoration: none; color: var(--quiet);
}
.tabs a:hover { background: var(--tint); color: var(--accent-strong) }
.tabs a[aria-current] { background: var(--surface); color: var(--ink); border: 1px solid var(--line); box-shadow: var(--shadow) }
.button {
  display: inline-block; text-align: center; font-weight: 600; border-radius: .625rem; padding: .75rem 1.25rem;
  border: 1px solid var(--accent); background: var(--accent); color: var(--on-accent); text-decoration: none;
}
.button:hover { background: var(--accent-strong); border-color: var(--accent-strong); color: var(--on-accent) }
.actions { display: flex; flex-wrap: wrap; gap: .625rem; align-items: center }
.actions form { display: block }
.person { display: grid; grid-template-columns: auto minmax(0, 1fr); align-items: center; gap: .25rem .875rem }
.person .initial { width: 2.75rem; height: 2.75rem; background: var(--on-deep); color: var(--deep); font-weight: 650 }
.person p { overflow-wrap: anywhere; line-height: 1.35 }
.deep .quiet { color: var(--quiet-on-deep) }
.deep :focus-visible { outline-color: var(--on-deep) }
.deep button { background: var(--on-deep); color: var(--deep); border-color: var(--on-deep) }
.deep button:hover { background: var(--quiet-on-deep); border-color: var(--quiet-on-deep) }
.deep button.second { background: transparent; color: var(--on-deep); border-color: var(--quiet-on-deep) }
.deep button.second:hover { background: var(--on-deep); color: var(--deep) }
.clock { display: grid; gap: .125rem }
.countdown { font-variant-numeric: tabular-nums; font-weight: 650; font-size: 1.75rem; letter-spacing: -.02em }
.countdown.over { color: var(--warn) }
.stay { display: flex; flex-direction: column; gap: 1.25rem }
section { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1rem; min-width: 0 }
[tabindex="-1"]:focus { outline: none }
.mistake { margin-top: .375rem; font-size: .875rem; color: var(--bad) }
section + section { border-top: 1px solid var(--line); padding-top: 1.5rem }
h2 { font-size: 1.1875rem; letter-spacing: -.01em }
h3 { margin: 0; font-size: .9375rem; font-weight: 650 }
section > p { max-width: 40rem; overflow-wrap: anywhere }
.pills { display: flex; flex-wrap: wrap; gap: .375rem; list-style: none }
.pills .pill { white-space: normal; overflow-wrap: anywhere }
.plain { list-style: none }
.claims { display: grid }
.claims > div { display: grid; gap: 0 1rem; padding: .5rem 0; border-top: 1px solid var(--line) }
.claims > div:first-child { border-top: 0 }
.claims dt { color: var(--accent); overflow-wrap: anywhere }
.claims dd { min-width: 0; overflow-wrap: anywhere; font-size: .9375rem }
.claims dd.quiet { font-size: .875rem }
details { border: 1px solid var(--line); border-radius: .625rem; background: var(--raised); min-width: 0 }
summary { cursor: pointer; padding: .625rem .875rem; font-weight: 600; font-size: .9375rem; border-radius: .625rem }
details > :not(summary) { margin: 0 .875rem .875rem }
textarea {
  display: block; width: calc(100% - 1.75rem); font-family: var(--mono); font-size: .8125rem; line-height: 1.5; color: inherit;
  background: var(--surface); border: 1px solid var(--field); border-radius: .5rem; padding: .625rem .75rem; resize: vertical;
}
select { font: inherit }
button.small { padding: .375rem .75rem; font-size: .875rem }
.operations { list-style: none; display: grid }
.operations li {
  display: grid; grid-template-columns: 3.25rem minmax(0, 1fr); gap: 0 .875rem; padding: .5rem 0;
  border-top: 1px solid var(--line); line-height: 1.45; overflow-wrap: anywhere;
}
.operations li:first-child { border-top: 0 }
.operations code { font-weight: 600 }
.operations .why { font-size: .875rem; grid-column: 2; color: var(--quiet) }
.operations .bad + span + .why { color: var(--bad) }
.status { text-align: center; align-self: start; font-variant-numeric: tabular-nums }
.pill.good { background: var(--good-tint); color: var(--good) }
.pill.bad { background: var(--bad-tint); color: var(--bad) }
.fields { display: grid; gap: .875rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 7.5rem), 1fr)); align-items: start }
.fields .grow { grid-column: 1 / -1 }
.orders { list-style: none; display: grid }
.orders li {
  display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: .125rem 1rem; align-items: center; padding: .75rem 0;
  border-top: 1px solid var(--line);
}
.orders li:first-child { border-top: 0 }
.orders .what { overflow-wrap: anywhere; line-height: 1.45 }
.orders form { display: block }
pre.wire {
  margin: 0; font-family: var(--mono); font-size: .8125rem; line-height: 1.5; background: var(--raised); border: 1px solid var(--line);
  border-radius: .625rem; padding: .75rem .875rem; white-space: pre-wrap; overflow-wrap: anywhere;
}
.steps { padding-left: 1.25rem; display: grid; gap: .5rem }
.steps li::marker { color: var(--accent); font-weight: 650 }
.deep .steps li::marker { color: var(--quiet-on-deep) }
@media (max-width: 30rem) { .tabs a { padding-inline: .625rem } }
#told:empty { display: none }
#told {
  position: fixed; inset: auto 1rem 1.25rem; width: fit-content; margin: 0 auto; padding: .625rem 1rem;
  border-radius: .625rem; background: var(--ink); color: var(--surface); font-weight: 600; box-shadow: var(--shadow);
}
h3 + * { margin-top: -.5rem }
@media (min-width: 52rem) {
  body:has(.signed-in) > :is(header, .tabs), main.signed-in, main.signed-in ~ footer { max-width: 72rem }
  main.signed-in { grid-template-columns: 20rem minmax(0, 1fr) }
  .signed-in { overflow: clip }
  .stay { position: sticky; top: 2.5rem }
  .claims > div { grid-template-columns: 9.5rem minmax(0, 1fr) }
  .claims dd { grid-column: 2 }
}
@media (min-width: 68rem) {
  .claims > div { grid-template-columns: 10rem minmax(0, 1.2fr) minmax(0, 1fr) }
  .claims dd.quiet { grid-column: 3 }
}
`

/** Admits this style in a page's Content-Security-Policy. */
export const styleSource = contentSource(style)
