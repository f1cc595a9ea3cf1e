import { createHash } from 'node:crypto'

/** The style of all pages, in each of them: a page is one answer, and loads nothing. */
export const style = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
body { margin: 2rem auto; max-width: 26rem; padding: 0 1rem }
label { display: block; margin-top: .75rem }
input { box-sizing: border-box; font: inherit; padding: .4rem; width: 100% }
button { font: inherit; margin-top: .75rem; padding: .4rem 1rem }
code { overflow-wrap: anywhere }
`

/** The source expression that admits this style and nothing else (CSP Level 3). */
export const styleSource = `'sha256-${createHash('sha256').update(style).digest('base64')}'`
