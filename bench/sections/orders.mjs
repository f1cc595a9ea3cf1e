import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startPostgres } from '../postgres.mjs'
import { compare, medians } from '../rounds.mjs'
import { ratio } from '../statistics.mjs'
import { fixed, table, whole } from '../table.mjs'

const ORDER_ID = '019a9f7c-2c5e-7d31-9b1c-6f1d3c2b4aff'
const NEW_ORDER = {
  currency: 'EUR',
  items: [
    { sku: 'tea-green-100', quantity: 2, unitPrice: 799 },
    { sku: 'mug-blue', quantity: 1, unitPrice: 1250 },
  ],
}

export const OPERATIONS = [
  { name: 'create', method: 'POST', path: '/orders', body: JSON.stringify(NEW_ORDER) },
  { name: 'read one', path: `/orders/${ORDER_ID}` },
  { name: 'list a page of 20', path: '/orders' },
]

/** Orders over each database, by one process and by two, with authentication and without. */
export async function measureOrders(bench) {
  const tokens = await bench.tokens.make('good', 1)
  const customer = subjectOf(await readFile(tokens.file, 'utf8'))
  const folder = await mkdtemp(join(tmpdir(), 'bench-orders-'))
  const postgres = await startPostgres()
  if (postgres === undefined) bench.log('orders: no PostgreSQL here, only the embedded database')
  const databases = [
    ['embedded database', `file:${folder}/orders.db`],
    ...(postgres ? [['PostgreSQL', postgres.url]] : []),
  ]
  const results = new Map()
  try {
    for (const [name, databaseUrl] of databases) {
      for (const processes of [1, 2]) {
        const place = `${name}, ${processes === 1 ? 'one process' : 'two processes'}`
        bench.log(`orders: ${place}`)
        const context = { databaseUrl, customer, orderId: ORDER_ID }
        const server = { module: 'orders', context, processes, cases: casesWith(tokens) }
        results.set(place, await compare([server], bench))
      }
    }
  } finally {
    await postgres?.stop()
    await rm(folder, { recursive: true, force: true })
  }
  return results
}

function subjectOf(token) {
  return JSON.parse(Buffer.from(token.split('.')[1], 'base64url')).sub
}

function casesWith(tokens) {
  return OPERATIONS.flatMap(({ name, path, ...request }) => {
    const common = { ...request, tokens }
    return [
      { ...common, name: `${name}, open`, path: `/open${path}` },
      { ...common, name: `${name}, guarded`, path },
    ]
  })
}

export function reportOrders(results) {
  return [
    '## Orders',
    'The handlers of the service behind the middleware, and the same ones behind nothing; one ' +
      'repeated token, every acknowledged order on the disk. Two processes have a core each; on a ' +
      'machine with two cores, the second shares its own with the load and with PostgreSQL.',
    ...[...results].flatMap(([place, samples]) => [`### ${place}`, operationsTable(samples)]),
  ]
}

function operationsTable(samples) {
  const rows = OPERATIONS.map(({ name }) => {
    const [open, guarded] = [samples.get(`${name}, open`), samples.get(`${name}, guarded`)]
    return [
      name,
      whole(medians(open).throughput),
      whole(medians(guarded).throughput),
      fixed(ratio(guarded.throughput, open.throughput)),
      fixed(medians(open).cpu, 1),
      fixed(medians(guarded).cpu, 1),
      fixed(ratio(guarded.cpu, open.cpu)),
    ]
  })
  const columns = ['operation', 'open req/s', 'guarded req/s', 'ratio']
  return table([...columns, 'open CPU us', 'guarded CPU us', 'ratio'], rows)
}
