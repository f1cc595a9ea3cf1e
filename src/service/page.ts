import { contentSource } from '../html/content-source.ts'
import { document } from '../html/document.ts'
import { type Html, html } from '../html/html.ts'
import { look } from '../html/look.ts'

const style = `${look}
main { max-width: 52rem; margin: 0 auto; padding: 3rem 1rem }
.card { padding: clamp(1.25rem, 5vw, 2.25rem) }
.card > * + * { margin-top: 1rem }
ol, ul { padding-left: 1.25rem }
li + li, li > ul { margin-top: .375rem }
a { overflow-wrap: anywhere }
pre {
  white-space: pre-wrap; overflow-wrap: anywhere; padding: .75rem 1rem; margin: .5rem 0; font-size: .875rem;
  background: var(--raised); border: 1px solid var(--line); border-radius: .625rem;
}
dt { font-weight: 600; margin-top: 1rem } dd { color: var(--quiet) }
`

/** A whole page in the look of this service. */
export function page(title: string, main: Html): string {
  return document({
    title,
    style,
    body: html`<main>\n<div class="card">\n${main}\n</div>\n</main>`,
  })
}

/** Admits the style of the pages and nothing else. */
export const styleSource = contentSource(style)
