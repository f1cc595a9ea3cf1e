import { Type } from 'typebox'

/** Parts of inputs, with Cognito's constraints. */
const text = (pattern: string, minLength: number, maxLength: number) =>
  Type.String({ minLength, maxLength, pattern })

export const poolId = text('^[\\w-]+_[0-9a-zA-Z]+$', 1, 55)
export const clientId = text('^[\\w+]+$', 1, 128)
export const username = text('^[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+$', 1, 128)
export const groupName = text('^[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+$', 1, 128)
export const password = Type.String({ maxLength: 256, pattern: '^[\\S ]*$' })
export const secretHash = Type.Optional(text('^[\\w+=/]+$', 1, 128))
export const code = text('^[\\S]+$', 1, 2048)
export const token = Type.String({ pattern: '^[A-Za-z0-9-_=.]+$' })
export const session = Type.String({ minLength: 20, maxLength: 2048 })
export const texts = Type.Record(Type.String(), Type.String())

export const attributes = Type.Array(
  Type.Object({
    Name: text('^[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+$', 1, 32),
    Value: Type.Optional(Type.String({ maxLength: 2048 })),
  }),
)
export const attributeNames = Type.Array(text('^[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+$', 1, 32))

/** Members of every list operation. */
export const limit = Type.Optional(Type.Integer({ minimum: 1, maximum: 60 }))
export const nextToken = Type.Optional(text('^[\\S]+$', 1, 131_072))
