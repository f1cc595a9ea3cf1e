/** Something that was looked at. */
export interface Check {
  readonly name: string
  readonly result: 'good' | 'bad' | 'skipped'
  /** What was found. */
  readonly finding: string
  /** What to do, where it is bad. */
  readonly remedy?: string
}

export function good(name: string, finding: string): Check {
  return { name, result: 'good', finding }
}

export function skipped(name: string, finding: string): Check {
  return { name, result: 'skipped', finding }
}

export function bad(name: string, finding: string, remedy: string): Check {
  return { name, result: 'bad', finding, remedy }
}

/** The messages of commands end in what to do, after a colon. */
export function badFrom(name: string, { message }: Error): Check {
  const at = message.lastIndexOf(': ')
  return bad(name, message.slice(0, at), message.slice(at + 2).replace(/\.$/, ''))
}
