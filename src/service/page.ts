import { contentSource } from '../html/content-source.ts'
import { document } from '../html/document.ts'
import { type Html, html } from '../html/html.ts'

const style = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
body { margin: 2rem auto; max-width: 46rem; padding: 0 1rem }
pre { overflow-x: auto; padding: .75rem; border: 1px solid #8886; border-radius: .4rem }
dt { font-weight: 600; margin-top: 1rem } dd { margin: 0 }`

/** A whole page in the look of this service. */
export function page(title: string, main: Html): string {
  return document({ title, style, body: html`<main>\n${main}\n</main>` })
}

/** Admits the style of the pages and nothing else. */
export const styleSource = contentSource(style)
