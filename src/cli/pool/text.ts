import type { Description } from '../../user-pool/directory/describe.ts'

/** What people read when the pool listens. */
export function poolText(pool: Description): string {
  const rows = [
    ['User pool', `${pool.origin}  the local one, for development: nothing leaves this machine`],
    ['Issuer', pool.issuer],
    ['Mails', `${pool.origin}/_dev/inbox`],
    ...pool.users.flatMap(({ email, password, groups }) =>
      password === undefined ? [] : [['User', [email, password, ...groups].join('  ')]],
    ),
    ...pool.clients.map(({ name, id, secret }) => [
      'App client',
      [name, id, ...(secret === undefined ? [] : [`secret ${secret}`])].join('  '),
    ]),
  ]
  const lines = rows.map(([name = '', value = '']) => `  ${name.padEnd(12)} ${value}`)
  return `\n${lines.join('\n')}\n\n  Stop: Ctrl+C\n\n`
}
