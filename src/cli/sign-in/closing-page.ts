import { contentSource } from '../../html/content-source.ts'
import { document } from '../../html/document.ts'
import { html } from '../../html/html.ts'
import { look } from '../../html/look.ts'

/** What the browser shows when the terminal goes on. */
export interface PageText {
  readonly isGood: boolean
  readonly title: string
  readonly text: string
}

const style = `${look}
body { display: grid; place-items: center; padding: 1.5rem }
.card { width: min(100%, 30rem); padding: 2.5rem; display: grid; gap: 1rem }
`

export const contentSecurityPolicy = `default-src 'none'; style-src ${contentSource(style)}; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`

export function closingPage({ isGood, title, text }: PageText): string {
  return document({
    title,
    style,
    body: html`<main class="card">
<h1>${title}</h1>
<p class="notice ${isGood ? 'success' : 'error'}" role="status">${text}</p>
<p class="quiet">cognito-resource-server, on the command line</p>
</main>`,
  })
}
