import { Type } from 'typebox'
import { address, hostShape } from './shapes.ts'

/** The local user pool and the web client, which run beside the API. */
export const companionsSettings = {
  USER_POOL_PORT: Type.Integer({
    default: 4100,
    minimum: 1,
    maximum: 65_535,
    description: 'port of the local user pool',
    examples: ['4100'],
  }),
  USER_POOL_URL: Type.Optional(
    Type.String({
      pattern: address,
      description:
        'local user pool as its callers see it, without slash at the end; default: from USER_POOL_PORT',
      examples: ['http://localhost:4100'],
    }),
  ),
  USER_POOL_FILE: Type.Optional(
    Type.String({
      description:
        'file that says what the local user pool is made of; default: user-pool.json, where there is one',
      examples: ['user-pool.json'],
    }),
  ),
  WEB_PORT: Type.Integer({
    default: 4200,
    minimum: 1,
    maximum: 65_535,
    description: 'port of the web client',
    examples: ['4200'],
  }),
  WEB_URL: Type.Optional(
    Type.String({
      pattern: `^${hostShape}$`,
      description:
        'web client as its visitors see it, host and port only; http only on loopback; default: from WEB_PORT',
      examples: ['https://app.example.com'],
    }),
  ),
}
