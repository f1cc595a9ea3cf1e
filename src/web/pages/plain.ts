import { html } from '../../html/html.ts'
import { type FailureContent, signInAgain, toStart } from '../failures.ts'
import { signOutPath } from '../options.ts'
import type { Session } from '../sessions/session.ts'
import { type Frame, plainPage } from './layout.ts'
import { buttonForm, nameIn, ways } from './parts.ts'

/** `/` for whoever is not signed in. */
export function startPage(frame: Frame): string {
  return plainPage(
    frame,
    'Sign in to your orders',
    html`<p class="lead">See what the user pool says about you, and what the API lets you do with it.</p>
<ol class="steps">
<li>The user pool asks for your password. This page never sees it.</li>
<li>It sends you back with a code, which this server exchanges for tokens (PKCE).</li>
<li>The tokens stay on this server; your browser gets a cookie.</li>
</ol>`,
    html`${ways([signInAgain])}
${frame.isLocal ? localHint : html`<p class="quiet">You come back here when you are done.</p>`}
<section>
<h2>What is here</h2>
<ul class="plain rules">
<li>Both tokens, claim by claim, in words</li>
<li>What each operation of the API would answer you, and why</li>
<li>Orders to place, list and cancel with your token</li>
<li>Temporary AWS credentials for your ID token</li>
</ul>
</section>`,
  )
}

const localHint = html`<p class="quiet">The local user pool has users to try it with, one click each:
alice, who is in the group <code>admin</code>, and bob, who is not.</p>`

/** Where the user pool sends a browser that has signed out. */
export function signedOutPage(frame: Frame): string {
  return plainPage(
    frame,
    'You are signed out',
    html`<p class="lead">Here, and at the user pool.</p>`,
    html`<p>The session of this browser has ended, and the refresh token is revoked. An access token
that you have copied is good until it expires: the API verifies it on its own. To end that too, send
<code>POST /sign-out</code> to the API with it.</p>
${ways([{ text: 'Sign in again', href: signInAgain.href }, toStart])}`,
  )
}

/** The same address for whoever is signed in: a link alone must not sign anybody out. */
export function confirmSignOutPage(frame: Frame, session: Session): string {
  return plainPage(
    frame,
    'Still signed in',
    html`<p class="lead">As ${nameIn(session)}.</p>`,
    html`<p>You came to the address for signing out, but not by the button.</p>
<div class="actions">${buttonForm(signOutPath, session.csrfToken, 'Sign out')}<a href="${toStart.href}">${toStart.text}</a></div>`,
  )
}

export function failurePage(frame: Frame, content: FailureContent): string {
  const { status, title, text, code } = content
  const [happened = '', ...advice] = text
  return plainPage(
    frame,
    title,
    html`<p><span class="pill"><code>${status}${code !== undefined && ` ${code}`}</code></span></p>`,
    html`<p role="alert">${happened}</p>
${advice.map(sentence => html`<p>${sentence}</p>`)}
${ways(content.ways)}`,
  )
}
