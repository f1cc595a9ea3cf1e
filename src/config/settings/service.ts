import { Type } from 'typebox'
import { publicAddress } from './shapes.ts'

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']

/** What kind of process this is, and where it listens. */
export const serviceSettings = {
  NODE_ENV: Type.String({
    default: 'development',
    description: 'production makes a user pool of your own compulsory',
    examples: ['production'],
  }),
  HOST: Type.String({
    default: 'localhost',
    description: 'address to listen on',
    examples: ['0.0.0.0'],
  }),
  PORT: Type.Integer({
    default: 3000,
    minimum: 1,
    maximum: 65_535,
    description: 'port to listen on',
    examples: ['3000'],
  }),
  LOG_LEVEL: Type.Unsafe<string>({
    type: 'string',
    enum: logLevels,
    default: 'info',
    description: `least level that is logged: ${logLevels.join(', ')}`,
    examples: ['info'],
  }),
  PUBLIC_URL: Type.Optional(
    Type.String({
      pattern: publicAddress,
      description:
        'this API as its callers see it, without slash at the end; http only on loopback; default: from HOST and PORT',
      examples: ['https://api.example.com'],
    }),
  ),
}
