import { html } from '../html/html.ts'
import type { CatalogueEntry } from '../problem/catalogue.ts'
import { page } from './page.ts'

/** The page at `/problems`: what each code means and how to mend it. */
export function problemsPage(catalogue: Readonly<Record<string, CatalogueEntry>>): string {
  return page(
    'Problems',
    html`<h1>Problems</h1>
<p>Every error of this API is <code>application/problem+json</code> (RFC 9457) with one of these codes.</p>
<dl>
${Object.entries(catalogue).map(
  ([code, { status, meaning, remedy }]) =>
    html`<dt id="${code}"><code>${code}</code> (${status})</dt>\n<dd>${meaning} ${remedy}</dd>\n`,
)}
</dl>`,
  )
}
