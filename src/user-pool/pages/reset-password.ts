import { html } from './html.ts'
import { layout } from './layout.ts'
import {
  codeInput,
  csrfField,
  type FormTarget,
  type Notice,
  noticeLine,
  passwordInput,
  rulesList,
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
    html`<p>We have mailed a code to ${view.destination}. You find it in the
<a href="/_dev/inbox">inbox of this pool</a> and in its log.</p>
${noticeLine(view.notice)}
<form method="post" action="${view.action}">
${csrfField(view)}
${codeInput()}
${passwordInput({ name: 'password', label: 'New password', autocomplete: 'new-password' })}
${rulesList(view.passwordRules)}
<button>Change password</button>
</form>`,
  )
}
