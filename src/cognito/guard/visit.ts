import type { FastifyReply, FastifyRequest } from 'fastify'
import type { CognitoError } from '../errors.ts'
import type { GuardedPolicy } from '../policy/policy.ts'

/** A request on its way through the guard. */
export interface Visit {
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  /** Says how the request goes on. */
  readonly done: (error?: Error) => void
  readonly policy: GuardedPolicy | undefined
  /** Its address as declared. */
  readonly route: string | undefined
  /** What came in the Authorization header, or why that is none. */
  readonly token: string | CognitoError
  /** In milliseconds, or 0 when nobody wants to know. */
  readonly startedAt: number
}
