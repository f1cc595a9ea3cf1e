import { Type } from 'typebox'
import { address, addressShape, clientIdShape, list } from './shapes.ts'

/** The user pool whose tokens are accepted, and its app clients. */
export const userPoolSettings = {
  COGNITO_USER_POOL_ID: Type.Optional(
    Type.String({
      pattern: '^[a-z]{2,4}(-[a-z]+)+-[0-9]_[A-Za-z0-9]+$',
      description:
        'user pool whose access tokens are accepted; empty: the embedded local user pool',
      examples: ['eu-central-1_AbCdEfGhI'],
    }),
  ),
  COGNITO_CLIENT_ID: Type.Optional(
    list(
      clientIdShape,
      'app clients allowed, comma list; required with a user pool',
      '1example23456789',
    ),
  ),
  COGNITO_ISSUER: Type.Optional(
    list(
      addressShape,
      'issuers accepted, comma list; default: from the user pool id',
      'https://issuer-cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbCdEfGhI',
    ),
  ),
  COGNITO_JWKS_URI: Type.Optional(
    Type.String({
      pattern: address,
      description: 'address of the signing keys; default: <issuer>/.well-known/jwks.json',
      examples: [
        'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbCdEfGhI/.well-known/jwks.json',
      ],
    }),
  ),
  COGNITO_DOMAIN: Type.Optional(
    Type.String({
      pattern: address,
      description:
        'user pool domain, where the OAuth endpoints are; for docs page, OpenAPI document, web client and command line',
      examples: ['https://orders.auth.eu-central-1.amazoncognito.com'],
    }),
  ),
  COGNITO_DOCS_CLIENT_ID: Type.Optional(
    Type.String({
      pattern: `^${clientIdShape}$`,
      description: 'app client of the docs page, public, also to be named in COGNITO_CLIENT_ID',
      examples: ['1example23456789'],
    }),
  ),
  COGNITO_WEB_CLIENT_ID: Type.Optional(
    Type.String({
      pattern: `^${clientIdShape}$`,
      description: 'app client of the web client, also to be named in COGNITO_CLIENT_ID',
      examples: ['1example23456789'],
    }),
  ),
  COGNITO_WEB_CLIENT_SECRET: Type.Optional(
    Type.String({
      description: 'its secret; default: none, it is public',
      examples: ['1secret23456789'],
    }),
  ),
  COGNITO_IDENTITY_POOL_ID: Type.Optional(
    Type.String({
      pattern: '^[a-z]{2,4}(-[a-z]+)+-[0-9]:[0-9a-f-]{36}$',
      description: 'identity pool that gives AWS credentials for an ID token',
      examples: ['eu-central-1:9f3c1a70-6b1e-41f1-9d5c-0a1b2c3d4e5f'],
    }),
  ),
  AWS_REGION: Type.Optional(
    Type.String({
      pattern: '^[a-z0-9-]+$',
      description: 'AWS Region where such credentials are used; default: that of the identity pool',
      examples: ['eu-central-1'],
    }),
  ),
  COGNITO_CLI_CLIENT_ID: Type.Optional(
    Type.String({
      pattern: `^${clientIdShape}$`,
      description: 'app client of the command line, public, also to be named in COGNITO_CLIENT_ID',
      examples: ['1example23456789'],
    }),
  ),
  COGNITO_POSTMAN_CLIENT_ID: Type.Optional(
    Type.String({
      pattern: `^${clientIdShape}$`,
      description:
        'app client of the Postman collection, public, also to be named in COGNITO_CLIENT_ID',
      examples: ['1example23456789'],
    }),
  ),
  COGNITO_MACHINE_CLIENT_ID: Type.Optional(
    Type.String({
      pattern: `^${clientIdShape}$`,
      description: 'app client of its machine, also to be named in COGNITO_CLIENT_ID',
      examples: ['1example23456789'],
    }),
  ),
  COGNITO_AUDIENCE: Type.Optional(
    Type.String({
      description: 'aud that tokens must carry, if the user pool binds them to resources',
      examples: ['https://api.example.com'],
    }),
  ),
  RESOURCE_SERVER_ID: Type.String({
    default: 'orders',
    pattern: '^[!#-\\[\\]-~]+$',
    description: 'identifier of the resource server in the user pool; may be a URL',
    examples: ['orders'],
  }),
}
