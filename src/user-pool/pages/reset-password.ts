import { html } from '../../html/html.ts'
import { layout } from './layout.ts'
import {
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
  readonly passwordRules: readonly string[]
  readonly notice?: Notice | undefined
}

export function resetPasswordPage(view: ResetPasswordView): string {
  return layout(
    'Choose a new password',
    html`${codeWasMailed(view.destination)}
${noticeLine(view.notice)}
<form method="post" action="${view.action}">
${csrfField(view)}
${codeInput(view.notice)}
${newPasswordInput('New password', view.passwordRules)}
<button>Change password</button>
</form>`,
  )
}
