import { type Html, html } from '../../html/html.ts'
import { quoted } from '../../text/shell.ts'
import { groupsOf, scopesOf } from '../oauth/tokens.ts'
import type { Session } from '../sessions/session.ts'
import { claimList } from './claims.ts'
import { type Frame, signedInPage } from './layout.ts'
import { buttonForm, notice, pills, whoPanel } from './parts.ts'

/**
 * `/` for whoever is signed in: what both tokens say.
 *
 * @param now seconds since 1970
 */
export function tokensPage(frame: Frame, session: Session, now: number): string {
  const { accessToken, accessClaims, idToken, idClaims, refreshToken } = session.tokens
  return signedInPage(frame, {
    title: 'Your tokens',
    tab: 'tokens',
    aside: whoPanel(session, now),
    content: html`${session.message !== undefined && html`<div id="news" tabindex="-1">${notice(session.message)}</div>`}
<section>
<h2>Access token</h2>
<p class="quiet">What you may do. It is for APIs, which verify it on their own.</p>
<h3>Scopes</h3>
${pills(scopesOf(accessClaims), 'None: no operation that demands one lets you through.')}
<h3>Groups</h3>
${pills(groupsOf(accessClaims), 'You are in none.')}
<div class="actions">${copyButton('access-token', 'Copy token', 'The access token is copied.')}${copyButton('curl', 'Copy curl', 'The command is copied. It holds the token.')}</div>
${source('access-token', 'The access token itself', accessToken)}
${source('curl', 'A call with it', curlOf(frame.apiUrl, accessToken))}
<h3>Claims</h3>
${claimList(accessClaims)}
</section>
<section>
<h2>ID token</h2>
<p class="quiet">Who you are. It is for this web client and for identity pools; an API must refuse it.</p>
<div class="actions">${copyButton('id-token', 'Copy ID token', 'The ID token is copied.')}</div>
${source('id-token', 'The ID token itself', idToken)}
<h3>Claims</h3>
${claimList(idClaims)}
</section>
<section id="user-info" tabindex="-1">
<h2>User info</h2>
<p class="quiet">What the user pool tells about you when it is asked with the access token.</p>
${session.userInfo !== undefined && claimList(session.userInfo)}
<div class="actions">${buttonForm('/user-info', session.csrfToken, session.userInfo === undefined ? 'Ask the user pool' : 'Ask again', 'second small')}</div>
</section>
<section>
<h2>Refresh token</h2>
<p class="quiet">${
      refreshToken === undefined
        ? 'This app client gets none, so that you sign in again when the access token has expired.'
        : 'It brings new tokens without a sign-in. It stays on this server and is never shown.'
    }</p>
</section>`,
  })
}

/** Without script it could do nothing, so that the script shows it. */
function copyButton(source: string, label: string, done: string): Html {
  return html`<button type="button" class="second small" data-copy="${source}" data-done="${done}" hidden>${label}</button>`
}

function source(id: string, label: string, text: string): Html {
  return html`<details><summary>${label}</summary><textarea id="${id}" aria-label="${label}" rows="6" readonly spellcheck="false">${text}</textarea></details>`
}

/** A token has no characters that a shell could take for its own. */
function curlOf(apiUrl: string, token: string): string {
  return `curl -i ${quoted(`${apiUrl}/token-info`)} -H 'Authorization: Bearer ${token}'`
}
