import { html } from '../../html/html.ts'
import { layout } from './layout.ts'
import {
  accountName,
  codeInput,
  codeWasMailed,
  csrfField,
  type FormTarget,
  type Notice,
  newPasswordInput,
  noticeLine,
} from './parts.ts'

/** `/confirmforgotPassword`. */
export interface ResetPasswordView extends FormTarget {
  /** Where the code was said to have gone, partly hidden. */
  readonly destination: string
  /** What was typed on the page before. */
  readonly username: string
  readonly passwordRules: readonly string[]
  /** What was typed, where it was not what is wrong. */
  readonly code?: string | undefined
  readonly notice?: Notice | undefined
}

export function resetPasswordPage(view: ResetPasswordView): string {
  return layout(
    'Choose a new password',
    html`${codeWasMailed(view.destination)}
${noticeLine(view.notice)}
<form method="post" action="${view.action}">
${csrfField(view)}
${accountName(view.username)}
${codeInput(view.notice, view.code)}
${newPasswordInput('New password', view.passwordRules, view.notice)}
<button>Change password</button>
</form>`,
  )
}
