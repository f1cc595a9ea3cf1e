import { quoted } from '../text/shell.ts'
import { table } from '../text/table.ts'
import type { UserPool } from '../user-pool/index.ts'
import { version } from '../version.ts'

const order = { currency: 'EUR', items: [{ sku: 'tea-earl-grey', quantity: 2, unitPrice: 450 }] }

/** Of users who signed up, or changed it. */
const ownPassword = 'a password of their own'

/**
 * What people read after the start: where things are and how to make the first call.
 *
 * @param publicUrl this API as its callers see it
 * @param webClient where that is, or why it is not there; absent where none was to be started
 */
export async function startBlock(
  publicUrl: string,
  pool: UserPool | undefined,
  webClient?: string,
): Promise<string> {
  const head = `cognito-resource-server ${version}, Node ${process.versions.node}`
  if (pool === undefined) {
    return text([
      head,
      '',
      line('API', publicUrl),
      line('Docs', `${publicUrl}/docs`),
      line('Contract', `${publicUrl}/openapi.yaml`),
    ])
  }
  return text([
    head,
    '',
    line('API', publicUrl),
    line('Docs', `${publicUrl}/docs  to read and try out`),
    line('Contract', `${publicUrl}/openapi.yaml`),
    line(
      'User pool',
      `${pool.origin}  the local one, for development: nothing leaves this machine`,
    ),
    ...(webClient === undefined ? [] : [line('Web client', webClient)]),
    ...items(
      'Users',
      pool.users.map(({ email, password = ownPassword, groups }) => [email, password, ...groups]),
    ),
    ...items(
      'App clients',
      pool.clients.map(({ name, id, flows }) => [name, id, flows.join(' ')]),
    ),
    '',
    ...(await firstCall(publicUrl, pool)),
    '  Another token: npm run --silent token   What there is: npm run --silent status   Stop: Ctrl+C',
  ])
}

/** Nothing in a pool that has nobody to sign in, or no app client to sign in with. */
async function firstCall(publicUrl: string, pool: UserPool): Promise<string[]> {
  if (pool.users.length === 0 || !pool.clients.some(({ flows }) => flows.includes('code')))
    return []
  return [
    '  Place an order with a token made just now:',
    '',
    `curl -i ${quoted(`${publicUrl}/orders`)} -H 'Content-Type: application/json' \\`,
    `  -H 'Authorization: Bearer ${await pool.accessToken()}' \\`,
    `  -d '${JSON.stringify(order)}'`,
    '',
  ]
}

function line(name: string, value: string): string {
  return `  ${name.padEnd(12)} ${value}`
}

/** One line an item, the columns under each other. */
function items(name: string, rows: readonly (readonly string[])[]): string[] {
  return table(rows).map((row, index) => line(index === 0 ? name : '', row))
}

function text(lines: readonly string[]): string {
  return `\n${lines.join('\n')}\n\n`
}
