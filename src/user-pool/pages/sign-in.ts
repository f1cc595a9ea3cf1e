import { html } from './html.ts'
import { layout } from './layout.ts'
import { csrfField, type FormTarget, type Notice, noticeLine, passwordInput } from './parts.ts'

/** `/login`. */
export interface SignInView extends FormTarget {
  /** Name of the app client that asks. */
  readonly application: string
  /** What it asks for: full names, and what they allow in words. */
  readonly scopes: readonly { readonly name: string; readonly description: string }[]
  readonly signInWith: 'email' | 'username'
  /** Put into the field already. */
  readonly username: string
  readonly notice?: Notice | undefined
  /** Configured users, who can be signed in by one click. */
  readonly readyUsers: readonly ReadyUser[]
  /** Absent where people cannot sign themselves up. */
  readonly signUpHref?: string | undefined
  readonly forgotPasswordHref: string
}

export interface ReadyUser {
  /** What to type to say who it is. */
  readonly username: string
  readonly password: string
  readonly groups: readonly string[]
}

export function signInPage(view: SignInView): string {
  const { action, application, scopes, username, readyUsers, signUpHref } = view
  const label = view.signInWith === 'email' ? 'Email' : 'Username'
  return layout(
    'Sign in',
    html`<p>The app <strong>${application}</strong> asks you to sign in. It would be able to:</p>
<ul>${scopes.map(({ name, description }) => html`<li>${description} <code>${name}</code></li>`)}</ul>
${noticeLine(view.notice)}
<form method="post" action="${action}">
${csrfField(view)}
<label for="username">${label}</label>
<input id="username" name="username" type="${view.signInWith === 'email' ? 'email' : 'text'}" value="${username}" autocomplete="username" required>
${passwordInput({ name: 'password', label: 'Password', autocomplete: 'current-password' })}
<button>Sign in</button>
</form>
<p><a href="${view.forgotPasswordHref}">Forgot your password?</a></p>
${signUpHref && html`<p><a href="${signUpHref}">Sign up</a></p>`}
${readyUsers.map(
  user => html`<form method="post" action="${action}">
${csrfField(view)}
<input type="hidden" name="username" value="${user.username}">
<input type="hidden" name="password" value="${user.password}">
<button>Sign in as ${user.username}</button>
${user.groups.length > 0 ? html` <small>group ${user.groups.join(', ')}</small>` : undefined}
</form>
`,
)}`,
  )
}
