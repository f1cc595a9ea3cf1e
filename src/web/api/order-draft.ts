import { randomUUID } from 'node:crypto'
import type { ApiAnswer } from './call.ts'

type Field = 'sku' | 'quantity' | 'unitPrice' | 'currency'

/** The form of an order as it is shown: filled in before, where the API has not taken it. */
export interface OrderDraft {
  readonly values: Readonly<Record<Field, string>>
  /** What makes a form that is sent twice one order. */
  readonly idempotencyKey: string
  /** What the API has against a field, in its words. */
  readonly mistakes: Readonly<Partial<Record<Field, string>>>
}

const example = { sku: 'tea-earl-grey', quantity: '2', unitPrice: '450', currency: 'EUR' }

/** Sessions are in memory. */
const longest = 200

/** An order to begin with. */
export function newDraft(): OrderDraft {
  return { values: example, idempotencyKey: randomUUID(), mistakes: {} }
}

/**
 * What was typed, to be mended or sent again.
 *
 * @returns nothing when the order was placed
 */
export function draftAgain(
  form: Readonly<Record<string, unknown>>,
  answer: ApiAnswer | undefined,
): OrderDraft | undefined {
  if (answer !== undefined && answer.status < 400) return undefined
  const typed = (name: string) => String(form[name] ?? '').slice(0, longest)
  return {
    values: {
      sku: typed('sku'),
      quantity: typed('quantity'),
      unitPrice: typed('unitPrice'),
      currency: typed('currency'),
    },
    // Unless it was refused for good, the order may be there all the same: only its key finds out.
    idempotencyKey: isRefused(answer) ? randomUUID() : typed('idempotencyKey'),
    mistakes: mistakesIn(answer?.json),
  }
}

/** 422: the key is another order's. */
function isRefused(answer: ApiAnswer | undefined): boolean {
  return answer?.status === 400 || answer?.status === 422
}

const fields: Readonly<Record<string, Field>> = {
  '/items/0/sku': 'sku',
  '/items/0/quantity': 'quantity',
  '/items/0/unitPrice': 'unitPrice',
  '/currency': 'currency',
}

function mistakesIn(problem: unknown): OrderDraft['mistakes'] {
  const { errors } = Object(problem) as { errors?: unknown }
  if (!Array.isArray(errors)) return {}
  const mistakes: Partial<Record<Field, string>> = {}
  for (const error of errors) {
    const { pointer, message } = Object(error) as { pointer?: unknown; message?: unknown }
    const field = typeof pointer === 'string' && Object.hasOwn(fields, pointer) && fields[pointer]
    if (field && typeof message === 'string') mistakes[field] ??= message.slice(0, longest)
  }
  return mistakes
}
