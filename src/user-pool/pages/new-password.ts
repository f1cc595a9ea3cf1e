import { html } from './html.ts'
import { layout } from './layout.ts'
import {
  csrfField,
  type FormTarget,
  type Notice,
  noticeLine,
  passwordInput,
  rulesList,
} from './parts.ts'

/** `/changePassword`, for a user who signed in with a temporary password. */
export interface NewPasswordView extends FormTarget {
  readonly passwordRules: readonly string[]
  readonly notice?: Notice | undefined
}

export function newPasswordPage(view: NewPasswordView): string {
  return layout(
    'Choose your own password',
    html`<p>The one you signed in with was temporary.</p>
${noticeLine(view.notice)}
<form method="post" action="${view.action}">
${csrfField(view)}
${passwordInput({ name: 'password', label: 'New password', autocomplete: 'new-password' })}
${rulesList(view.passwordRules)}
<button>Set password</button>
</form>`,
  )
}
