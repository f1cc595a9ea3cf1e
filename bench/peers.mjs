/** Servers with a cache of verified tokens, as `[name, module in servers/]`. */
export const CACHED_PEERS = [
  ['fast-jwt, cache', 'fast-jwt'],
  ['@fastify/jwt + get-jwks, cache', 'fastify-jwt-get-jwks'],
  ['fastify-jwt-jwks, cache', 'fastify-jwt-jwks'],
]

/** Servers that verify every time; the third element marks those that accept AWS's issuer only. */
export const UNCACHED_PEERS = [
  ['fast-jwt', 'fast-jwt'],
  ['@fastify/jwt + get-jwks', 'fastify-jwt-get-jwks'],
  ['fastify-jwt-jwks', 'fastify-jwt-jwks'],
  ['fastify-aws-jwt-verify', 'fastify-aws-jwt-verify', 'AWS'],
  ['aws-jwt-verify, verifySync', 'aws-jwt-verify-sync'],
  ['aws-jwt-verify, verify', 'aws-jwt-verify'],
  ['aws-jwt-verify, CognitoJwtVerifier', 'aws-jwt-verify-cognito', 'AWS'],
  ['jose, createRemoteJWKSet', 'jose'],
  ['jose, createLocalJWKSet', 'jose-local'],
  ['express-oauth2-jwt-bearer', 'express-oauth2-jwt-bearer'],
  ['cognito-express way', 'cognito-express-way'],
]

/** What stands between a peer and a like for like comparison. */
export const PEER_NOTES = [
  'fast-jwt gets the public key as PEM, its fastest use, and no key set at all.',
  '@fastify/jwt, get-jwks, fastify-jwt-jwks, jose (remote) and express-oauth2-jwt-bearer fetch ' +
    'the key set from the loopback server, once before the measurement (get-jwks: each minute).',
  'aws-jwt-verify and jose (local) get the key set through their API (`cacheJwks`, ' +
    '`createLocalJWKSet`).',
  'fastify-aws-jwt-verify asks AWS for the key set at every request and can be pointed nowhere ' +
    'else: its fetcher is replaced by one that answers at once, so its figure leaves the network ' +
    'out. It and CognitoJwtVerifier get tokens of the AWS issuer, signed with the same key.',
  'The cognito-express way is its code (jsonwebtoken, jwk-to-pem) without its constructor, which ' +
    'knows only the address at AWS.',
  'Where a library leaves kind of token, client or scope to the application, a few lines beside ' +
    'it check them. The cognito-express way checks no client and no scope, as the original.',
]
