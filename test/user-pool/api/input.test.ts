import t from 'tap'
import { Type } from 'typebox'
import { checkInput } from '../../../src/user-pool/protocol/input.ts'
import { createUserPool } from '../../support/user-pool.ts'
import { adminCall, alice, call, refused } from './call.ts'

const pool = await createUserPool()
t.teardown(pool.close)
const clientId = pool.client('cli').id
const initiate = { ClientId: clientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters: alice }

t.test('values of another type can not be converted', async t => {
  const cases: readonly (readonly [object | string, string])[] = [
    [{ ...initiate, ClientId: 5 }, "number at 'clientId' can not be converted to string"],
    [
      { ...initiate, AuthParameters: [] },
      "array at 'authParameters' can not be converted to object",
    ],
    [
      { ...initiate, AuthParameters: { USERNAME: true } },
      "boolean at 'authParameters.uSERNAME' can not be converted to string",
    ],
    ['[]', "array at '' can not be converted to object"],
    ['null', "undefined at '' can not be converted to object"],
  ]
  for (const [input, message] of cases) {
    refused(t, await call(pool, 'InitiateAuth', input), 'SerializationException', message)
  }
})

t.test('every violated constraint is named, in the words of AWS', async t => {
  const invalid = (detail: string) => ['InvalidParameterException', detail] as const
  const cases = [
    [
      'InitiateAuth',
      { AuthFlow: 'USER_AUTH' },
      invalid(
        "1 validation error detected: Value null at 'clientId' failed to satisfy constraint: Member must not be null",
      ),
    ],
    [
      'InitiateAuth',
      { ClientId: 'a b', AuthFlow: 'PASSWORD' },
      invalid(
        "2 validation errors detected: Value 'a b' at 'clientId' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+]+; Value 'PASSWORD' at 'authFlow' failed to satisfy constraint: Member must satisfy enum value set: [USER_SRP_AUTH, REFRESH_TOKEN_AUTH, REFRESH_TOKEN, CUSTOM_AUTH, ADMIN_NO_SRP_AUTH, USER_PASSWORD_AUTH, ADMIN_USER_PASSWORD_AUTH, USER_AUTH]",
      ),
    ],
    [
      'SignUp',
      { ClientId: clientId, Username: 'a'.repeat(129), Password: 'tab\ttab' },
      invalid(
        `2 validation errors detected: Value '${'a'.repeat(129)}' at 'username' failed to satisfy constraint: Member must have length less than or equal to 128; Value at 'password' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\S ]*`,
      ),
    ],
    [
      'RespondToAuthChallenge',
      { ClientId: clientId, ChallengeName: 'x', Session: 'short' },
      invalid(
        "1 validation error detected: Value at 'session' failed to satisfy constraint: Member must have length greater than or equal to 20",
      ),
    ],
    [
      'AWSCognitoIdentityService.GetId',
      { IdentityPoolId: 'x' },
      [
        'ValidationException',
        "1 validation error detected: Value 'x' at 'identityPoolId' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w-]+:[0-9a-f-]+",
      ] as const,
    ],
  ] as const
  for (const [operation, input, [name, message]] of cases) {
    refused(t, await call(pool, operation, input), name, message)
  }
  const lists = [
    [
      { Limit: 0 },
      "Value '0' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1",
    ],
    [
      { Limit: 61 },
      "Value '61' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 60",
    ],
  ] as const
  for (const [input, message] of lists) {
    const answer = await adminCall(pool, 'ListUsers', input)
    refused(t, answer, 'InvalidParameterException', `1 validation error detected: ${message}`)
  }
  const scopes = Array.from({ length: 101 }, () => ({ ScopeName: 'a', ScopeDescription: 'a' }))
  refused(
    t,
    await adminCall(pool, 'CreateResourceServer', { Identifier: 'a', Name: 'a', Scopes: scopes }),
    'InvalidParameterException',
    "1 validation error detected: Value at 'scopes' failed to satisfy constraint: Member must have length less than or equal to 100",
  )
  for (const [input, message] of [
    [{ Scopes: [null] }, "null at 'scopes.1.member' can not be converted to object"],
    [{ Scopes: [[null]] }, "array at 'scopes.1.member' can not be converted to object"],
  ] as const) {
    const answer = await adminCall(pool, 'CreateResourceServer', {
      Identifier: 'a',
      Name: 'a',
      ...input,
    })
    refused(t, answer, 'SerializationException', message)
  }
  const CallbackURLs = [null, 'http://localhost/']
  refused(
    t,
    await adminCall(pool, 'CreateUserPoolClient', { ClientName: 'a', CallbackURLs }),
    'SerializationException',
    "null at 'callbackURLs.1.member' can not be converted to string",
  )
  refused(
    t,
    await adminCall(pool, 'AdminUpdateUserAttributes', {
      Username: 'alice@example.com',
      UserAttributes: [{ Name: '' }],
    }),
    'InvalidParameterException',
    "2 validation errors detected: Value '' at 'userAttributes.1.member.name' failed to satisfy constraint: Member must have length greater than or equal to 1; Value '' at 'userAttributes.1.member.name' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+",
  )
})

t.test('a constraint that AWS has no words for is named all the same', async t => {
  const shape = Type.Object({ Count: Type.Integer({ multipleOf: 2 }) })
  t.throws(() => checkInput(shape, { Count: 3 }, 'ValidationException'), {
    name: 'ValidationException',
    message:
      "1 validation error detected: Value '3' at 'count' failed to satisfy constraint: must be multiple of 2",
  })
})

t.test('members that are null count as left out, and unknown ones are ignored', async t => {
  const input = { ...initiate, ClientMetadata: null, AnalyticsMetadata: {}, Unknown: 1 }
  t.equal((await call(pool, 'InitiateAuth', input)).status, 200)
})
