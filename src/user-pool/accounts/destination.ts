import { createHash } from 'node:crypto'

/** As Cognito: the first letters of both parts, so that one recognises an address one knows. */
export function masked(email: string): string {
  const [name = '', host = ''] = email.split('@')
  return `${name.slice(0, 1)}***@${host.slice(0, 1)}***`
}

/** What `masked` would show of an address, for a name that is nobody's; always the same for a name. */
export function madeUpDestination(name: string): string {
  if (name.includes('@')) return masked(name)
  const [one = 0, other = 0] = createHash('sha256').update(name).digest()
  const letter = (byte: number) => String.fromCharCode(97 + (byte % 26))
  return masked(`${letter(one)}@${letter(other)}`)
}
