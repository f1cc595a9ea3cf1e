import { html } from '../../html/html.ts'
import { layout } from './layout.ts'
import { time } from './time.ts'

/** `/_dev/inbox`: mails that a pool on AWS would have sent, the newest first. */
export interface InboxView {
  readonly messages: readonly {
    readonly to: string
    readonly subject: string
    readonly code: string
    /** ISO 8601. */
    readonly sentAt: string
  }[]
}

export function inboxPage({ messages }: InboxView): string {
  return layout(
    'Inbox',
    html`<p class="quiet">Mails that a pool on AWS would have sent to its users, the newest first. No
mail leaves this machine.</p>
${
  messages.length === 0
    ? html`<p>No mail since the pool was started.</p>`
    : html`<ul class="mails">${messages.map(
        ({ to, subject, code, sentAt }) =>
          html`<li><strong>${to}</strong> <span>${subject}</span> <span class="aloud">${code}</span> <small class="quiet">${time(sentAt)}</small></li>\n`,
      )}</ul>`
}
<p class="links"><a href="/_dev/inbox">Look again</a><a href="/_dev/inbox.json">As JSON</a></p>`,
  )
}
