import { html } from '../../html/html.ts'
import { layout } from './layout.ts'
import { csrfField, type FormTarget, type Notice, noticeLine, signInNameInput } from './parts.ts'

/** `/forgotPassword`. */
export interface ForgotPasswordView extends FormTarget {
  readonly signInWith: 'email' | 'username'
  readonly username: string
  readonly notice?: Notice | undefined
  readonly signInHref: string
}

export function forgotPasswordPage(view: ForgotPasswordView): string {
  return layout(
    'Forgot your password?',
    html`<p>We will mail you a code with which you can choose a new one.</p>
${noticeLine(view.notice)}
<form method="post" action="${view.action}">
${csrfField(view)}
${signInNameInput(view)}
<button>Mail me a code</button>
</form>
<p class="links"><a href="${view.signInHref}">Back to sign-in</a></p>`,
  )
}
