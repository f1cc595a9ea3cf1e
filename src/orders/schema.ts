import { type Static, Type } from 'typebox'
import { currency, text } from '../resources/patterns.ts'

const exampleOrder = {
  id: '019a9f7c-2c5e-7d31-9b1c-6f1d3c2b4a50',
  status: 'pending',
  currency: 'EUR',
  items: [
    { sku: 'tea-green-100', quantity: 2, unitPrice: 799 },
    { sku: 'mug-blue', quantity: 1, unitPrice: 1250 },
  ],
  total: 2848,
  note: 'Leave it at the door.',
  customer: '5d1f8a3c-0d1e-4f6a-9b43-7a2f0c6d1e55',
  createdBy: '7mq1bk3v0c4d5e6f7g8h9i0j1k',
  createdAt: '2026-11-20T09:30:00.000Z',
  updatedAt: '2026-11-20T09:30:00.000Z',
  version: 1,
} as const

const OrderStatusSchema = Type.Enum(['pending', 'confirmed', 'shipped', 'cancelled'], {
  title: 'OrderStatus',
  type: 'string',
  description:
    'Goes from pending to confirmed or cancelled, from confirmed to shipped or cancelled; shipped and cancelled are final.',
  examples: ['pending'],
})

const CurrencySchema = Type.String({
  pattern: currency,
  description: 'Currency of all prices, an ISO 4217 code.',
  examples: ['EUR'],
})

const NoteSchema = Type.String({
  maxLength: 1000,
  pattern: text,
  description: 'Free text.',
  examples: [exampleOrder.note],
})

const OrderItemSchema = Type.Object(
  {
    sku: Type.String({
      minLength: 1,
      maxLength: 64,
      pattern: text,
      description: 'What is ordered (stock keeping unit).',
      examples: ['tea-green-100'],
    }),
    quantity: Type.Integer({
      minimum: 1,
      maximum: Number.MAX_SAFE_INTEGER,
      description: 'How many.',
      examples: [2],
    }),
    unitPrice: Type.Integer({
      minimum: 0,
      maximum: Number.MAX_SAFE_INTEGER,
      description: 'Price of one, in minor units of the currency (cents).',
      examples: [799],
    }),
  },
  { title: 'OrderItem', additionalProperties: false, description: 'A line of an order.' },
)

const OrderItemsSchema = Type.Array(OrderItemSchema, {
  minItems: 1,
  maxItems: 100,
  description: 'What is ordered.',
  examples: [exampleOrder.items],
})

/** An order as the API shows it. */
export const OrderSchema = Type.Object(
  {
    id: Type.String({
      format: 'uuid',
      description: 'UUIDv7: orders sort by it in the order of their creation.',
      examples: [exampleOrder.id],
    }),
    status: OrderStatusSchema,
    currency: CurrencySchema,
    items: OrderItemsSchema,
    total: Type.Integer({
      minimum: 0,
      maximum: Number.MAX_SAFE_INTEGER,
      description: 'Sum of quantity times unitPrice, in minor units of the currency.',
      examples: [exampleOrder.total],
    }),
    note: Type.Optional(NoteSchema),
    customer: Type.String({
      description: 'Whose order it is: `sub` of the token that created it.',
      examples: [exampleOrder.customer],
    }),
    createdBy: Type.String({
      description: 'Through which app client: `client_id` of that token.',
      examples: [exampleOrder.createdBy],
    }),
    createdAt: Type.String({ format: 'date-time', examples: [exampleOrder.createdAt] }),
    updatedAt: Type.String({ format: 'date-time', examples: [exampleOrder.updatedAt] }),
    version: Type.Integer({
      minimum: 1,
      maximum: Number.MAX_SAFE_INTEGER,
      description: 'Grows by one with each change; the ETag is this number in quotes.',
      examples: [exampleOrder.version],
    }),
  },
  {
    $id: 'Order',
    description: 'An order.',
    examples: [exampleOrder],
  },
)

/** Body of `POST /orders`. */
export const NewOrderSchema = Type.Object(
  {
    currency: CurrencySchema,
    items: OrderItemsSchema,
    note: Type.Optional(NoteSchema),
  },
  {
    title: 'NewOrder',
    additionalProperties: false,
    description: 'An order to be made.',
    examples: [{ currency: 'EUR', items: exampleOrder.items, note: exampleOrder.note }],
  },
)

/** Body of `PATCH /orders/{orderId}`. */
export const OrderChangeSchema = Type.Object(
  {
    status: Type.Optional(OrderStatusSchema),
    note: Type.Optional(
      Type.Unsafe<string | null>({
        ...NoteSchema,
        type: ['string', 'null'],
        description: 'New text; null takes the note away.',
      }),
    ),
  },
  {
    title: 'OrderChange',
    additionalProperties: false,
    minProperties: 1,
    description: 'What is to be different (JSON Merge Patch, RFC 7396).',
    examples: [{ status: 'confirmed' }, { note: null }],
  },
)

/** A page of a list of orders, newest first. */
export const OrderPageSchema = Type.Object(
  {
    items: Type.Array(Type.Unsafe<Order>(Type.Ref('Order')), {
      description: 'Orders, newest first.',
    }),
    nextCursor: Type.Unsafe<string | null>({
      type: ['string', 'null'],
      description: 'Give it as `cursor` to get the next page; null on the last one.',
      examples: ['AZqffCxefTGbHG8dPCtKUEzvF2Pq9sQx'],
    }),
  },
  { $id: 'OrderPage', description: 'A page of orders.' },
)

export type OrderStatus = Static<typeof OrderStatusSchema>
export type OrderItem = Static<typeof OrderItemSchema>
export type Order = Static<typeof OrderSchema>
export type NewOrder = Static<typeof NewOrderSchema>
export type OrderChange = Static<typeof OrderChangeSchema>
export type OrderPage = Static<typeof OrderPageSchema>
