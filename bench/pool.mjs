import { generateKeyPairSync } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'

const POOL_ID = 'eu-central-1_AbCdEfGhI'
// As long as the key ids Cognito makes.
const KEY_ID = 'kJYx0uMfRgE1nUtaXO7f6o2WvqpTzA4sBdLh9cQyHr8='

/**
 * A user pool as far as a resource server sees one: an issuer, a signing key and a loopback
 * HTTP server for the key set.
 */
export async function startPool() {
  const signing = generateKeyPairSync('rsa', { modulusLength: 2048 })
  // Two keys, as a Cognito pool publishes them: one signs access tokens, one ID tokens.
  const other = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const keySet = {
    keys: [toJwk(other.publicKey, 'b'.repeat(KEY_ID.length)), toJwk(signing.publicKey, KEY_ID)],
  }
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify(keySet))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const issuer = `http://127.0.0.1:${server.address().port}/${POOL_ID}`

  return {
    privateKey: signing.privateKey,
    keyId: KEY_ID,
    // The one issuer that peers bound to AWS accept for this pool.
    awsIssuer: `https://cognito-idp.eu-central-1.amazonaws.com/${POOL_ID}`,
    stop: () => server.close(),
    /** What a server under test is told. */
    context: {
      poolId: POOL_ID,
      issuer,
      jwksUri: `${issuer}/.well-known/jwks.json`,
      keySet,
      publicKeyPem: signing.publicKey.export({ type: 'spki', format: 'pem' }),
      clientId: '3p4q5r6s7t8u9v0w1x2y3z4a5b',
      resourceServer: 'orders',
      scopes: ['order.read', 'order.write'],
      requiredScope: 'order.read',
    },
  }
}

function toJwk(publicKey, kid) {
  return { ...publicKey.export({ format: 'jwk' }), kid, alg: 'RS256', use: 'sig' }
}
