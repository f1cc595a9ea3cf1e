import { type Html, html } from '../../html/html.ts'
import type { Claims } from '../oauth/tokens.ts'
import { inOrder, meaningOf, times } from './claim-words.ts'
import { moment } from './moments.ts'

/** The claims of a token, each with what it means. */
export function claimList(claims: Claims): Html {
  return html`<dl class="claims">
${inOrder(claims).map(
  ([name, value]) => html`<div><dt><code>${name}</code></dt>
<dd>${shown(name, value)}</dd>
<dd class="quiet">${meaningOf(name)}</dd></div>
`,
)}</dl>`
}

function shown(name: string, value: unknown): Html {
  if (times.has(name) && typeof value === 'number') return moment(value)
  if (name === 'scope' && typeof value === 'string') return listOf(value.split(' '))
  if (Array.isArray(value) && value.every(item => typeof item === 'string')) return listOf(value)
  return html`<code>${typeof value === 'string' ? value : JSON.stringify(value)}</code>`
}

function listOf(items: readonly string[]): Html {
  return html`<ul class="plain">${items.map(item => html`<li><code>${item}</code></li>`)}</ul>`
}
