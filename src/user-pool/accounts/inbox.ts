/** A mail that a pool on AWS would have sent. */
export interface Message {
  /** Seconds since 1970. */
  readonly sentAt: number
  readonly to: string
  readonly subject: string
  readonly code: string
  /** Whether the log must not have the code, as it is a password. */
  readonly isSecret?: boolean
}

/** Where mails go instead of out: a list for `/_dev/inbox`, and the log. */
export interface Inbox {
  /** The newest first. */
  readonly messages: readonly Message[]
  readonly deliver: (message: Message) => void
}

const capacity = 50

export function createInbox(log: (line: string) => void): Inbox {
  const messages: Message[] = []
  return {
    messages,
    deliver: message => {
      messages.unshift(message)
      messages.length = Math.min(messages.length, capacity)
      const shown = message.isSecret ? 'at /_dev/inbox' : message.code
      log(`Mail to ${message.to}: ${message.subject} ${shown}`)
    },
  }
}
