import { randomUUID } from 'node:crypto'
import type { Reply } from '../../support/contract.ts'

/** What the replies so far have told of, for later requests to ask for. */
export interface State {
  learn(reply: Reply): void
  /** Puts what is known in the place of the placeholders of a text. */
  fill(text: string, token: string): string
}

export function createState(): State {
  const known: Record<string, string[]> = { order: [], revocation: [], cursor: [] }

  return {
    learn({ headers, body }) {
      const location = /\/(order|revocation)s\/(.+)$/.exec(String(headers.location))
      if (location) known[location[1] as string]?.push(location[2] as string)
      const cursor = /"nextCursor":"([^"]+)"/.exec(body)
      if (cursor) known.cursor?.push(cursor[1] as string)
    },
    fill: (text, token) =>
      text.replace(/\{\{(\w+):(\d+)\}\}/g, (_, kind: string, index: string) => {
        if (kind === 'token') return encodeURIComponent(token)
        // From the end: the newest have not been changed by many requests yet.
        return known[kind]?.at(-1 - Number(index)) ?? randomUUID()
      }),
  }
}
