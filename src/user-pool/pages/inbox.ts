import { html } from './html.ts'
import { layout } from './layout.ts'

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
  if (messages.length === 0) {
    return layout('Inbox', html`<p>No mail since the pool was started.</p>`)
  }
  return layout(
    'Inbox',
    html`<ul>${messages.map(
      ({ to, subject, code, sentAt }) =>
        html`<li>${to}: ${subject} <strong>${code}</strong> <small>${sentAt}</small></li>\n`,
    )}</ul>`,
  )
}
