import { type TSchema, Type } from 'typebox'
import { Check } from 'typebox/value'
import type { ClaimsAndScopeOverride } from '../configuration/pre-token-generation.ts'

const texts = orNull(Type.Array(Type.String()))

const claims = {
  claimsToAddOrOverride: orNull(Type.Record(Type.String(), Type.Unknown())),
  claimsToSuppress: texts,
}

const shape = Type.Object({
  idTokenGeneration: orNull(Type.Object(claims)),
  accessTokenGeneration: orNull(
    Type.Object({ ...claims, scopesToAdd: texts, scopesToSuppress: texts }),
  ),
  groupOverrideDetails: orNull(
    Type.Object({
      groupsToOverride: texts,
      iamRolesToOverride: texts,
      preferredRole: orNull(Type.String()),
    }),
  ),
})

/** Whether a hook's answer can be put into tokens. */
export function isOverride(answer: unknown): answer is ClaimsAndScopeOverride {
  return Check(shape, answer)
}

function orNull(type: TSchema) {
  return Type.Optional(Type.Union([type, Type.Null()]))
}
