import { type Html, html } from '../../html/html.ts'
import type { Way } from '../failures.ts'
import { groupsOf, secondsIn } from '../oauth/tokens.ts'
import { signOutPath } from '../options.ts'
import type { Session } from '../sessions/session.ts'
import { countdown, moment } from './moments.ts'

/** A form of one button. */
export function buttonForm(
  action: string,
  csrfToken: string,
  label: string | Html,
  kind: 'second' | 'second small' | '' = '',
): Html {
  return html`<form method="post" action="${action}">${csrfField(csrfToken)}<button${kind && html` class="${kind}"`}>${label}</button></form>`
}

export function csrfField(csrfToken: string): Html {
  return html`<input type="hidden" name="_csrf" value="${csrfToken}">`
}

/** What a page says once, or what went wrong. */
export function notice(text: string | undefined, kind: 'success' | 'error' = 'success'): Html {
  return html`${
    text !== undefined &&
    html`<p class="notice ${kind}" role="${kind === 'error' ? 'alert' : 'status'}">${text}</p>`
  }`
}

/** The first way is the one to take. */
export function ways(list: readonly Way[]): Html {
  return html`<p class="actions">${list.map(
    ({ text, href }, index) =>
      html`<a${index === 0 && html` class="button"`} href="${href}">${text}</a>`,
  )}</p>`
}

export function pills(names: readonly string[], none: string): Html {
  if (names.length === 0) return html`<p class="quiet">${none}</p>`
  return html`<ul class="pills">${names.map(name => html`<li><span class="pill">${name}</span></li>`)}</ul>`
}

/** The name that people know somebody by. */
export function nameIn({ tokens: { idClaims } }: Session): string {
  const { name, email, 'cognito:username': username, sub } = idClaims
  return String(name ?? email ?? username ?? sub)
}

/**
 * Who is signed in, for how long the access token is good, and the ways out.
 *
 * @param now seconds since 1970
 */
export function whoPanel(session: Session, now: number): Html {
  const { tokens, csrfToken } = session
  const name = nameIn(session)
  const groups = groupsOf(tokens.accessClaims)
  const expiry = secondsIn(tokens.accessClaims, 'exp')
  return html`<div class="person"><span class="initial" aria-hidden="true">${[...name][0]}</span>
<p><strong>${name}</strong><br><span class="quiet">signed in ${moment(secondsIn(tokens.idClaims, 'auth_time'))}</span></p></div>
${groups.length > 0 && html`<ul class="pills" aria-label="Groups">${groups.map(group => html`<li><span class="pill">${group}</span></li>`)}</ul>`}
<div class="clock"><p>Access token</p>${countdown(expiry, now)}<p class="quiet">${expiry > now ? 'left, until' : 'since'} ${moment(expiry)}</p></div>
<div class="actions">${tokens.refreshToken !== undefined && buttonForm('/refresh', csrfToken, 'Refresh')}${buttonForm(signOutPath, csrfToken, 'Sign out', 'second')}</div>`
}
