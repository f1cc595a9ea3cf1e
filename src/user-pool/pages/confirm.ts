import { html } from './html.ts'
import { layout } from './layout.ts'
import { codeInput, csrfField, type FormTarget, type Notice, noticeLine } from './parts.ts'

/** `/confirm`, after signing up. */
export interface ConfirmView extends FormTarget {
  /** Where the code went, partly hidden. */
  readonly destination: string
  readonly resendAction: string
  readonly notice?: Notice | undefined
}

export function confirmPage(view: ConfirmView): string {
  return layout(
    'Confirm your account',
    html`<p>We have mailed a code to ${view.destination}. You find it in the
<a href="/_dev/inbox">inbox of this pool</a> and in its log.</p>
${noticeLine(view.notice)}
<form method="post" action="${view.action}">
${csrfField(view)}
${codeInput()}
<button>Confirm account</button>
</form>
<form method="post" action="${view.resendAction}">
${csrfField(view)}
<button>Send another code</button>
</form>`,
  )
}
