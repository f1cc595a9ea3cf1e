import type { Static, TObject, TProperties, TSchema } from 'typebox'
import { Type } from 'typebox'
import { CognitoError } from '../accounts/cognito-error.ts'
import type { PoolParts } from '../pool-parts.ts'
import { poolId } from './shapes.ts'

/** An operation of one of Cognito's APIs. */
export interface Operation {
  /** Whether the request has to be signed, as those of an administrator are. */
  readonly isSigned: boolean
  readonly input: TSchema
  /** Takes an input of that shape. */
  readonly run: (pool: PoolParts, input: never) => object | Promise<object>
}

/** An operation that anyone may call: what it needs to know is in its input. */
export function operation<Input extends TSchema>(
  input: Input,
  run: (pool: PoolParts, input: Static<Input>) => object | Promise<object>,
): Operation {
  return { isSigned: false, input, run }
}

/** An operation on the pool that its input names in `UserPoolId`. */
export function adminOperation<Members extends TProperties>(
  members: Members,
  run: (pool: PoolParts, input: Static<TObject<Members>>) => object | Promise<object>,
): Operation {
  return {
    isSigned: true,
    input: Type.Object({ UserPoolId: poolId, ...members }),
    run: (pool, input: Static<TObject<Members>> & { readonly UserPoolId: string }) => {
      const { userPoolId } = pool.directory
      if (input.UserPoolId !== userPoolId) {
        const message = `User pool ${input.UserPoolId} does not exist.`
        throw new CognitoError('ResourceNotFoundException', message)
      }
      return run(pool, input)
    },
  }
}
