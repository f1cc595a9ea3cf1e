import type { IncomingHttpHeaders } from 'node:http'
import { CognitoError } from '../accounts/cognito-error.ts'

const algorithm = 'AWS4-HMAC-SHA256'
const complete =
  /^AWS4-HMAC-SHA256 Credential=([^/\s]+)\/\d{8}\/[^/\s]+\/[^/\s]+\/aws4_request, ?SignedHeaders=[a-z0-9;-]+, ?Signature=[0-9a-f]{64}$/

/**
 * The access key that a request was signed with (Signature Version 4). Whether the signature is
 * right is not checked: there is no account with keys behind this pool. It has to be there, so that
 * what works here does not fail on AWS, and so that no web page can call on its own.
 *
 * @throws CognitoError MissingAuthenticationTokenException, IncompleteSignatureException
 */
export function accessKeyOf({ authorization }: IncomingHttpHeaders): string {
  if (authorization === undefined) {
    throw new CognitoError('MissingAuthenticationTokenException', 'Missing Authentication Token')
  }
  const [, accessKeyId] = complete.exec(authorization) ?? []
  if (accessKeyId !== undefined) return accessKeyId
  throw new CognitoError(
    'IncompleteSignatureException',
    `The Authorization header is not ${algorithm} with Credential, SignedHeaders and Signature.`,
  )
}
