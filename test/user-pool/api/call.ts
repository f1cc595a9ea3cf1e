import { createHmac } from 'node:crypto'
import type { Test } from 'tap'
import type { UserPool } from '../../../src/user-pool/index.ts'

export interface Answer {
  readonly status: number
  readonly headers: Headers
  /** Whatever the operation answers. */
  readonly body: ReturnType<JSON['parse']>
}

/** What an SDK sends for an administrator: the signature itself is not checked. */
export const signed = {
  authorization: `AWS4-HMAC-SHA256 Credential=AKIALOCAL/20260101/eu-central-1/cognito-idp/aws4_request, SignedHeaders=content-type;host, Signature=${'0'.repeat(64)}`,
}

/** Calls an operation of the JSON API. */
export async function call(
  pool: Pick<UserPool, 'origin'>,
  operation: string,
  input: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const target = operation.includes('.')
    ? operation
    : `AWSCognitoIdentityProviderService.${operation}`
  const response = await fetch(`${pool.origin}/`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': target, ...headers },
    body: typeof input === 'string' ? input : JSON.stringify(input),
  })
  return { status: response.status, headers: response.headers, body: await response.json() }
}

/** The same as an administrator, on this pool. */
export function adminCall(pool: UserPool, operation: string, input: object = {}): Promise<Answer> {
  return call(pool, operation, { UserPoolId: pool.userPoolId, ...input }, signed)
}

/** That an exception has Cognito's form, exactly. */
export function refused(t: Test, answer: Answer, name: string, message: string): void {
  t.equal(answer.status, 400, name)
  t.same(answer.body, { __type: name, message })
  t.equal(answer.headers.get('x-amzn-errortype'), `${name}:`)
  t.equal(answer.headers.get('x-amzn-errormessage'), message)
  t.equal(answer.headers.get('content-type'), 'application/x-amz-json-1.1')
  t.match(answer.headers.get('x-amzn-requestid'), /^[0-9a-f-]{36}$/)
}

/** That an operation did its work, and answered exactly this. */
export function succeeded(t: Test, answer: Answer, body: object): void {
  t.equal(answer.status, 200)
  t.same(answer.body, body)
}

export interface ApiTokens {
  readonly AccessToken: string
  readonly IdToken: string
  readonly RefreshToken: string
}

export const alice = { USERNAME: 'alice@example.com', PASSWORD: 'alice-password' }
export const bob = { USERNAME: 'bob@example.com', PASSWORD: 'bob-password' }

/** USER_PASSWORD_AUTH, by the client `cli` unless told otherwise. */
export function signIn(
  pool: UserPool,
  parameters: Record<string, string> = alice,
  client = 'cli',
): Promise<Answer> {
  return call(pool, 'InitiateAuth', {
    ClientId: pool.client(client).id,
    AuthFlow: 'USER_PASSWORD_AUTH',
    AuthParameters: parameters,
  })
}

export async function tokensOf(
  pool: UserPool,
  parameters?: Record<string, string>,
  client?: string,
): Promise<ApiTokens> {
  return (await signIn(pool, parameters, client)).body.AuthenticationResult
}

export function secretHash(secret: string, username: string, clientId: string): string {
  return createHmac('sha256', secret).update(`${username}${clientId}`).digest('base64')
}

export function claimsOf(token: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())
}

/** Answers a challenge, at the app client for terminals. */
export function respond(
  pool: UserPool,
  ChallengeName: string,
  Session: string | undefined,
  ChallengeResponses: object,
): Promise<Answer> {
  const ClientId = pool.client('cli').id
  const input = { ClientId, ChallengeName, Session, ChallengeResponses }
  return call(pool, 'RespondToAuthChallenge', input)
}

/** What a session that is over, or was never begun, is refused with. */
export const sessionExpired = [
  'NotAuthorizedException',
  'Invalid session for the user, session is expired.',
] as const
