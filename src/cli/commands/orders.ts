import { randomUUID } from 'node:crypto'
import { isDotSegment } from '../../orders/dot-segment.ts'
import type { Order, OrderPage } from '../../orders/schema.ts'
import { didYouMean } from '../arguments/nearest.ts'
import { type Options, type OptionTypes, readOptions } from '../arguments/options.ts'
import { type Command, CommandError, type Surroundings, UsageError } from '../command.ts'
import { NoAnswerError, openApi } from '../orders/api.ts'
import { readNewOrder } from '../orders/new-order.ts'
import { ordersText, orderText } from '../orders/text.ts'
import { print } from '../output/print.ts'
import { printable } from '../output/printable.ts'

const help = `Usage: npx cognito-resource-server orders <create|list|get|cancel> [options]

Places, lists, shows and cancels your orders at the API of the settings, with the token of ACCESS_TOKEN
or of who is signed in.

  orders create   --item <sku>:<quantity>:<price>  price of one in cents; repeat it for more items
                  --currency <code>                default: EUR
                  --note <text>
                  --file <file>                    the order as JSON instead; - reads stdin
                  --idempotency-key <key>          the same key never places an order twice within
                                                   24 hours; default: a new one
  orders list     --limit <number>                 at most so many, 100 at most; default: 20
                  --cursor <cursor>                go on where the list before ended
  orders get <id>
  orders cancel <id>

Options:
  --json   print what the API answers, for programs
  --help   show this

Examples:
  npx cognito-resource-server orders create --item tea-green-100:2:799 --note 'At the door, please'
  npx cognito-resource-server orders list --limit 5
  npx cognito-resource-server orders list --json
`

interface Action {
  readonly options: OptionTypes
  /** Whether it is about one order. */
  readonly takesId: boolean
  readonly run: (options: Options, surroundings: Surroundings) => Promise<void>
}

const actions: Readonly<Record<string, Action>> = {
  create: {
    options: {
      item: 'value',
      currency: 'value',
      note: 'value',
      file: 'value',
      'idempotency-key': 'value',
    },
    takesId: false,
    run: createOrder,
  },
  list: { options: { limit: 'value', cursor: 'value' }, takesId: false, run: listOrders },
  get: { options: {}, takesId: true, run: (...given) => oneOrder('GET', ...given) },
  cancel: { options: {}, takesId: true, run: (...given) => oneOrder('DELETE', ...given) },
}

/** `orders`: the API from a terminal. */
export const orders: Command = {
  name: 'orders',
  summary: 'place, list, show and cancel your orders',
  help,
  run: async ([name = '', ...args], surroundings) => {
    const action = Object.hasOwn(actions, name) ? actions[name] : undefined
    if (action === undefined) {
      const names = Object.keys(actions)
      const question = name === '' ? '' : didYouMean(name, names)
      throw new UsageError(`Say what to do with orders: ${names.join(', ')}.${question}`)
    }
    const options = readOptions(args, { ...action.options, json: 'switch' }, action.takesId ? 1 : 0)
    await action.run(options, surroundings)
    return 0
  },
}

async function createOrder(options: Options, surroundings: Surroundings): Promise<void> {
  const body = await readNewOrder(options, surroundings)
  const key = options.value('idempotency-key') ?? randomUUID()
  if (/[^!-~]/.test(key)) throw new UsageError('--idempotency-key has characters that no key has.')
  const call = await openApi(surroundings)
  const order = await call<Order>({
    method: 'POST',
    path: '/orders',
    body,
    headers: { 'idempotency-key': key },
  }).catch((error: Error) => {
    if (!(error instanceof NoAnswerError)) throw error
    throw new CommandError(`${error.message} To try again: --idempotency-key ${key}`)
  })
  print(order, orderText, options, surroundings)
}

async function listOrders(options: Options, surroundings: Surroundings): Promise<void> {
  const query = new URLSearchParams()
  for (const name of ['limit', 'cursor']) {
    const value = options.value(name)
    if (value !== undefined) query.set(name, value)
  }
  const call = await openApi(surroundings)
  const page = await call<OrderPage>({ method: 'GET', path: `/orders?${query}` })
  print(page, ({ items }) => ordersText(items), options, surroundings)
  if (page.nextCursor !== null)
    surroundings.err(`There are more: --cursor ${printable(page.nextCursor)}\n`)
}

async function oneOrder(
  method: 'GET' | 'DELETE',
  options: Options,
  surroundings: Surroundings,
): Promise<void> {
  const [id] = options.operands
  if (id === undefined || isDotSegment(id)) throw new UsageError('Say which order, by its id.')
  const call = await openApi(surroundings)
  const order = await call<Order>({ method, path: `/orders/${encodeURIComponent(id)}` })
  print(order, orderText, options, surroundings)
}
