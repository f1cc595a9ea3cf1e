import { html } from '../../html/html.ts'
import { layout } from './layout.ts'
import {
  csrfField,
  type FormTarget,
  inputField,
  type Notice,
  newPasswordInput,
  noticeLine,
  signInNameInput,
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
  const { application, email, notice } = view
  const withUsername = view.signInWith === 'username'
  return layout(
    'Sign up',
    html`<p>You will then be signed in to <strong>${application}</strong>. Any address will do: the
mail with the code stays in this pool.</p>
${noticeLine(notice)}
<form method="post" action="${view.action}">
${csrfField(view)}
${withUsername && signInNameInput(view)}
${inputField({
  name: 'email',
  label: 'Email',
  type: 'email',
  autocomplete: 'email',
  value: email,
  isFirst: !withUsername,
  notice,
})}
${newPasswordInput('Password', view.passwordRules, notice)}
<button>Sign up</button>
</form>
<p class="links"><a href="${view.signInHref}">Sign in instead</a></p>`,
  )
}
