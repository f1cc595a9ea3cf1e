import { type Html, html } from './html.ts'
import { layout } from './layout.ts'

/** `/error`. */
export interface ErrorView {
  /** Cognito's name for it, or what is missing, such as `redirect_mismatch`. */
  readonly code: string
  /** What is wrong, in a sentence. */
  readonly message: string
  /** How to mend it, in a sentence. */
  readonly advice: string
  /** The app client it is about, if it is one of the pool. */
  readonly application?: { readonly name: string; readonly id: string } | undefined
  /** For an address or a scope that is not registered. */
  readonly comparison?: Comparison | undefined
}

export interface Comparison {
  /** What is compared, such as `redirect_uri`. */
  readonly what: string
  readonly requested: string
  /** The nearest first. */
  readonly registered: readonly string[]
}

export function errorPage(view: ErrorView): string {
  const { application, comparison } = view
  return layout(
    'An error was encountered with the requested page',
    html`<p>${view.message}</p>
${application && html`<p>App client <strong>${application.name}</strong> <code>${application.id}</code></p>`}
${comparison && compared(comparison)}
<p>${view.advice}</p>
<p><code>${view.code}</code></p>`,
  )
}

function compared({ what, requested, registered }: Comparison): Html {
  const [nearest] = registered
  return html`<dl>
<dt>Requested <code>${what}</code></dt><dd><code>${marked(requested, nearest)}</code></dd>
<dt>Registered</dt>
${registered.length === 0 ? html`<dd>none</dd>` : registered.map(item => html`<dd><code>${item}</code></dd>\n`)}
</dl>`
}

/** The text with the part marked in which it differs from another. */
function marked(text: string, other: string | undefined): Html {
  if (other === undefined) return html`${text}`
  let start = 0
  while (start < text.length && text[start] === other[start]) start += 1
  let end = 0
  const most = Math.min(text.length, other.length) - start
  while (end < most && text.at(-1 - end) === other.at(-1 - end)) end += 1
  const difference = text.slice(start, text.length - end)
  return html`${text.slice(0, start)}<mark>${difference}</mark>${text.slice(text.length - end)}`
}
