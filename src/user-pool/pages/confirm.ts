import { html } from '../../html/html.ts'
import { layout } from './layout.ts'
import {
  codeInput,
  codeWasMailed,
  csrfField,
  type FormTarget,
  type Notice,
  noticeLine,
} from './parts.ts'

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
    html`${codeWasMailed(view.destination)}
${noticeLine(view.notice)}
<form method="post" action="${view.action}">
${csrfField(view)}
${codeInput(view.notice)}
<button>Confirm account</button>
</form>
<form method="post" action="${view.resendAction}">
${csrfField(view)}
<button class="second">Send another code</button>
</form>`,
  )
}
