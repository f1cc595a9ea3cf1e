import { html } from '../../html/html.ts'
import { layout } from './layout.ts'
import { type Notice, noticeLine } from './parts.ts'

/** `/confirmUser`, the link of a mail. Without a notice it has done what it is for. */
export function confirmedPage(notice?: Notice): string {
  if (notice === undefined) {
    return layout(
      'Account confirmed',
      html`<p>Your registration has been confirmed! Go back to the app and sign in.</p>`,
    )
  }
  return layout(
    'Nobody was confirmed',
    html`${noticeLine(notice)}
<p>Such a link is good once, for 24 hours. To have another code mailed, go back to the app and sign
in.</p>`,
  )
}
