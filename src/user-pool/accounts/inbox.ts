/** A mail that a pool on AWS would have sent. */
export interface Message {
  /** Seconds since 1970. */
  readonly sentAt: number
  readonly to: string
  readonly subject: string
  readonly code: string
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
      log(`Mail to ${message.to}: ${message.subject} ${message.code}`)
    },
  }
}
