import { document } from '../../html/document.ts'
import { Html, html } from '../../html/html.ts'
import { script } from './script.ts'
import { style } from './style.ts'

/** What frames every page. */
export interface Frame {
  /** The API as its callers see it. */
  readonly apiUrl: string
  /** Origin of the user pool's pages. */
  readonly domain: string
  readonly isLocal: boolean
}

export type Tab = 'tokens' | 'orders' | 'aws'

const tabs: readonly (readonly [Tab, href: string, text: string])[] = [
  ['tokens', '/', 'Tokens'],
  ['orders', '/orders', 'Orders API'],
  ['aws', '/aws', 'AWS identity'],
]

/** Packages on their way. */
const sign = html`<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linejoin="round" aria-hidden="true"><path d="M12 2.5 20.5 7v10L12 21.5 3.5 17V7z"/><path d="M3.5 7 12 11.5 20.5 7M12 11.5v10" opacity=".6"/></svg>`

/** A page for whoever is not signed in: a card with what there is to know and to do. */
export function plainPage(frame: Frame, title: string, lead: Html, content: Html): string {
  return page(
    frame,
    title,
    html`<main class="card wide">
<div class="pane deep">
<h1>${title}</h1>
${lead}
</div>
<div class="pane">
${content}
</div>
</main>`,
  )
}

/** A page for whoever is signed in: tabs above, who it is beside. */
export function signedInPage(
  frame: Frame,
  view: { readonly title: string; readonly tab: Tab; readonly aside: Html; readonly content: Html },
): string {
  const { title, tab, aside, content } = view
  return page(
    frame,
    title,
    html`<nav class="tabs" aria-label="Pages"><ul>${tabs.map(
      ([name, href, text]) =>
        html`<li><a href="${href}"${name === tab && html` aria-current="page"`}>${text}</a></li>`,
    )}</ul></nav>
<main class="card wide signed-in">
<div class="pane deep"><div class="stay">
<h1>${title}</h1>
${aside}
</div></div>
<div class="pane">
${content}
</div>
</main>`,
  )
}

function page({ apiUrl, domain, isLocal }: Frame, title: string, main: Html): string {
  return document({
    title: `${title} · Orders`,
    style,
    body: html`<header>
<span class="brand">${sign}Orders</span>
${isLocal && html`<span class="pill warn">Local user pool</span>`}
</header>
${main}
<footer>
<p id="told" role="status"></p>
<nav aria-label="Elsewhere"><a href="${apiUrl}/docs">The API’s docs</a>${isLocal && html`<a href="${domain}/">The user pool</a>`}</nav>
</footer>
<script>${new Html(script)}</script>`,
  })
}
