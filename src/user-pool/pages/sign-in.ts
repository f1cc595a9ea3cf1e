import { type Html, html } from '../../html/html.ts'
import { twoPaneLayout } from './layout.ts'
import {
  csrfField,
  type FormTarget,
  inputField,
  type Notice,
  noticeLine,
  signInNameInput,
} from './parts.ts'

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
  /** What stands between them and the app, in words; absent where nothing does. */
  readonly state?: string | undefined
}

export function signInPage(view: SignInView): string {
  const { application, scopes, readyUsers, signUpHref } = view
  return twoPaneLayout(
    'Sign in',
    html`<p class="lead">The app <strong>${application}</strong> asks you to sign in. It would be able to:</p>
<ul class="scopes">${scopes.map(
      ({ name, description }) =>
        html`<li>${description} ${description !== name && html`<code>${name}</code>`}</li>`,
    )}</ul>`,
    html`${noticeLine(view.notice)}
${passwordForm(view)}
${signUpHref && html`<p class="links"><a href="${signUpHref}">Sign up</a></p>`}
${readyUsers.length > 0 && html`<h2 class="or">Ready users, one click</h2>`}
<div class="ready">${readyUsers.map(user => readyUserForm(view, user))}</div>`,
  )
}

function passwordForm(view: SignInView): Html {
  return html`<form method="post" action="${view.action}">
${csrfField(view)}
${signInNameInput(view)}
${inputField({
  name: 'password',
  label: 'Password',
  type: 'password',
  autocomplete: 'current-password',
  link: html`<a href="${view.forgotPasswordHref}">Forgot your password?</a>`,
})}
<button>Sign in</button>
</form>`
}

function readyUserForm(view: SignInView, { username, password, groups, state }: ReadyUser): Html {
  return html`<form method="post" action="${view.action}">
${csrfField(view)}
<input type="hidden" name="username" value="${username}">
<input type="hidden" name="password" value="${password}">
<button><span class="initial" aria-hidden="true">${username.slice(0, 1)}</span>
<span class="who"><small>Sign in as${groups.map(group => html` <span class="pill">${group}</span>`)}${state && html` <span class="pill">${state}</span>`}</small> ${username}</span></button>
</form>
`
}
