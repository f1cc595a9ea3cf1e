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

/** `/signup`. */
export interface SignUpView extends FormTarget {
  readonly application: string
  /** With `username` there is a field for it beside the email. */
  readonly signInWith: 'email' | 'username'
  readonly username: string
  readonly email: string
  readonly passwordRules: readonly string[]
  readonly notice?: Notice | undefined
  readonly signInHref: string
}

export function signUpPage(view: SignUpView): string {
  return layout(
    'Sign up',
    html`<p>You will then be signed in to <strong>${view.application}</strong>.</p>
${noticeLine(view.notice)}
<form method="post" action="${view.action}">
${csrfField(view)}
${
  view.signInWith === 'username'
    ? html`<label for="username">Username</label>
<input id="username" name="username" value="${view.username}" autocomplete="username" required>`
    : undefined
}
<label for="email">Email</label>
<input id="email" name="email" type="email" value="${view.email}" autocomplete="email" required>
${passwordInput({ name: 'password', label: 'Password', autocomplete: 'new-password' })}
${rulesList(view.passwordRules)}
<button>Sign up</button>
</form>
<p><a href="${view.signInHref}">Sign in instead</a></p>`,
  )
}
