import { type Html, html } from '../../html/html.ts'
import { markDifference } from './difference.ts'
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
  /** What to type, the easiest first. */
  readonly remedies: readonly Remedy[]
  /** Where the sign-in begins again, where it is known. */
  readonly signInHref?: string | undefined
}

export interface Comparison {
  /** What is compared, such as `redirect_uri`. */
  readonly what: string
  readonly requested: string
  /** The nearest first. */
  readonly registered: readonly string[]
}

export interface Remedy {
  /** What it is for. */
  readonly purpose: string
  /** A command, or a line of `user-pool.json`. */
  readonly text: string
}

export function errorPage(view: ErrorView): string {
  const { application, comparison, remedies, signInHref } = view
  return layout(
    'This request was refused',
    html`<p><span class="pill"><code>${view.code}</code></span></p>
<p>${view.message}</p>
${application && html`<p class="quiet">App client <strong>${application.name}</strong> <code>${application.id}</code></p>`}
${comparison && compared(comparison)}
<p>${view.advice}</p>
${remedies.map(
  ({ purpose, text }) =>
    html`<div class="fix"><h2>${purpose}</h2><pre tabindex="0" aria-label="${purpose}">${text}</pre></div>`,
)}
${signInHref && html`<p class="links"><a href="${signInHref}">Sign in again</a></p>`}`,
  )
}

/** One under the other, so that a missing slash is seen. */
function compared({ what, requested, registered }: Comparison): Html {
  const [nearest, ...others] = registered
  const [given, expected] = markDifference(requested, nearest ?? requested)
  return html`<dl class="compared">
<div><dt>Requested <code>${what}</code></dt><dd>${given}</dd></div>
<div><dt>Registered</dt>
<dd>${nearest === undefined ? 'none' : expected}</dd>
${others.map(item => html`<dd>${item}</dd>\n`)}</div>
</dl>`
}
