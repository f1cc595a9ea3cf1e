import { html } from '../../html/html.ts'
import { layout } from './layout.ts'
import {
  accountName,
  csrfField,
  type FormTarget,
  type Notice,
  newPasswordInput,
  noticeLine,
} from './parts.ts'

/** `/changePassword`, for a user who signed in with a temporary password. */
export interface NewPasswordView extends FormTarget {
  /** What was typed on the page before. */
  readonly username: string
  readonly passwordRules: readonly string[]
  readonly notice?: Notice | undefined
}

export function newPasswordPage(view: NewPasswordView): string {
  const { passwordRules, notice } = view
  return layout(
    'Choose your own password',
    html`<p>The one you signed in with was temporary.</p>
${noticeLine(notice)}
<form method="post" action="${view.action}">
${csrfField(view)}
${accountName(view.username)}
${newPasswordInput('New password', passwordRules, notice, true)}
<button>Set password</button>
</form>`,
  )
}
