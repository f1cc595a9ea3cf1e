import { contentSource } from '../../html/content-source.ts'
import { look } from '../../html/look.ts'

/** The style of all pages, in each of them: a page is one answer, and loads nothing. */
export const style = `${look}
body { display: flex; flex-direction: column; padding: 0 1rem }
body > header, body > footer, main { width: 100%; max-width: 30rem; margin: 0 auto }
body > header {
  display: flex; align-items: center; justify-content: space-between; gap: 1rem;
  padding: 1.5rem .25rem 1rem;
}
.brand { display: flex; align-items: center; gap: .625rem; font-weight: 650 }
.brand svg { width: 1.75rem; height: 1.75rem; color: var(--accent) }
main { margin-bottom: 1.5rem; flex: none }
body > footer { margin-top: auto; padding: 0 .25rem 1.5rem; color: var(--quiet); font-size: .875rem }
body > footer nav { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin-top: .375rem }
.pane { padding: 2rem; display: flex; flex-direction: column; gap: 1.25rem }
.pane > p, .pane > dl { overflow-wrap: anywhere }
form { display: flex; flex-direction: column; gap: 1.125rem }
.linked { display: grid; grid-template-columns: 1fr auto; align-items: baseline; column-gap: 1rem }
.linked input { grid-column: 1 / -1 }
.linked a { grid-area: 1 / 2; font-size: .875rem }
.links { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; font-size: .9375rem }
.rules { list-style: none; margin-top: .5rem; font-size: .875rem; color: var(--quiet) }
.rules li::before { content: "\\2013"; margin-right: .5rem }
.code input { font-family: var(--mono); font-size: 1.5rem; letter-spacing: .3em; padding-block: .5rem }
.aloud { font-family: var(--mono); font-size: 1.625rem; letter-spacing: .16em; user-select: all }
main.wide { max-width: 60rem }
.deep {
  color: var(--on-deep); background: repeating-radial-gradient(circle at 8% 108%,
    transparent 0 27px, var(--ring) 27px 29px) var(--deep);
}
.lead { font-size: 1.0625rem }
.scopes { list-style: none; display: grid; gap: .625rem }
.scopes li { display: grid; grid-template-columns: 1.375rem 1fr; line-height: 1.4 }
.scopes li::before {
  content: ""; width: .5rem; height: .5rem; margin-top: .4375rem; border-radius: 50%;
  border: 2px solid var(--quiet-on-deep);
}
.scopes code { grid-column: 2; color: var(--quiet-on-deep); font-size: .8125rem }
.or { display: flex; align-items: center; gap: .75rem }
.or::before, .or::after { content: ""; flex: 1; border-top: 1px solid var(--line) }
.ready { display: grid; gap: .5rem }
.ready button {
  display: flex; align-items: center; gap: .75rem; width: 100%; padding: .5rem .875rem .5rem .5rem;
  text-align: left; background: var(--raised); color: var(--ink); border-color: var(--line);
}
.ready button:hover { background: var(--tint); border-color: var(--accent) }
.ready .pill { font-size: .75rem; padding: 0 .5rem }
.ready .who { flex: 1; min-width: 0; overflow-wrap: anywhere; line-height: 1.3 }
.ready small { display: flex; flex-wrap: wrap; align-items: center; gap: .125rem .5rem; margin-bottom: .125rem; font-size: .8125rem; font-weight: 400; color: var(--quiet) }
.initial {
  flex: none; width: 2.25rem; height: 2.25rem; border-radius: 50%; display: grid; place-items: center;
  background: var(--accent-strong); color: var(--on-accent); text-transform: uppercase;
}
.compared { display: grid; gap: .75rem }
.compared dt { font-size: .875rem; color: var(--quiet) }
.compared dd, .fix pre {
  font-family: var(--mono); font-size: .875rem; line-height: 1.5; background: var(--raised);
  border: 1px solid var(--line); border-radius: .625rem; padding: .625rem .875rem; margin-top: .25rem;
  white-space: pre-wrap; overflow-wrap: anywhere;
}
.compared dd code { font-size: 1em }
.compared dd + dd { margin-top: .5rem }
mark { background: var(--warn); color: var(--on-warn); border-radius: 2px; padding-block: .15em }
.fix { display: grid; gap: .5rem }
.fix pre { margin: 0; user-select: all }
.mails { list-style: none; display: grid; grid-template-columns: minmax(0, 1fr); overflow-wrap: anywhere }
.mails li { display: grid; grid-template-columns: minmax(0, 1fr); gap: .125rem; padding: 1rem 0; border-top: 1px solid var(--line) }
.mails li:first-child { border-top: 0; padding-top: 0 }
.mails li:last-child { padding-bottom: 0 }
.facts { display: grid; grid-template-columns: auto 1fr; gap: .375rem 1.25rem }
.facts dt { color: var(--quiet) }
.facts dd { min-width: 0; overflow-wrap: anywhere }
.facts code + a { white-space: nowrap }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%) }
@media (min-width: 52rem) {
  main.wide { display: grid; grid-template-columns: 5fr 6fr }
  main.wide ~ footer { max-width: 60rem }
  body:has(main.wide) > header { max-width: 60rem }
  .wide .pane { padding: 2.5rem }
  body > header { padding-top: 3rem }
}
@media (max-width: 30rem) {
  .pane { padding: 1.5rem 1.25rem }
  .deep { gap: .875rem }
  .scopes { gap: .375rem; font-size: .9375rem }
}
@media (forced-colors: active) { .initial, .pill, mark { border: 1px solid } }
`

/** Admits this style in a page's Content-Security-Policy. */
export const styleSource = contentSource(style)
