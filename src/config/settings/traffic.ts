import { Type } from 'typebox'
import { list, listShape, originShape, proxyShape } from './shapes.ts'

/** Who may call from where, what is stored where, and how much is too much. */
export const trafficSettings = {
  CORS_ORIGINS: Type.Optional(
    list(
      originShape,
      'web origins that may call the API from a browser, comma list',
      'https://app.example.com',
    ),
  ),
  DATABASE_URL: Type.String({
    default: 'file:data/orders.db',
    pattern: '^(file:(?!:memory:)[^?#]+|postgres(ql)?://.+)$',
    description: 'file:... (embedded SQLite) or postgres://...',
    examples: ['postgres://orders:secret@localhost:5432/orders'],
  }),
  RATE_LIMIT_PER_MINUTE: Type.Integer({
    default: 600,
    minimum: 0,
    maximum: 1_000_000,
    description: 'requests of one principal (user and app client, or machine); 0 is no limit',
    examples: ['600'],
  }),
  AUTH_FAILURES_PER_MINUTE: Type.Integer({
    default: 300,
    minimum: 0,
    maximum: 1_000_000,
    description: 'requests with a bad token from one address; 0 is no limit',
    examples: ['300'],
  }),
  REDIS_URL: Type.Optional(
    Type.String({
      pattern: '^rediss?://\\S+$',
      description: 'Redis where all instances count requests together; default: each for itself',
      examples: ['redis://localhost:6379/0'],
    }),
  ),
  TRUST_PROXY: Type.Optional(
    Type.Unsafe<string[]>({
      type: 'string',
      pattern: `^([1-9][0-9]?|${listShape(proxyShape)})$`,
      separator: ',',
      description:
        'proxies whose X-Forwarded-For is believed: how many stand before the API, or their addresses, comma list',
      examples: ['10.0.0.0/8'],
    }),
  ),
  MAX_EVENT_LOOP_DELAY_MS: Type.Integer({
    default: 250,
    minimum: 0,
    maximum: 60_000,
    description: 'mean delay of the event loop from which on requests are answered 503; 0 is never',
    examples: ['250'],
  }),
}
