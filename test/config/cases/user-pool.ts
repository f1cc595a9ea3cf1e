import { addresses, type Cases, form, oneClient, whole } from './kinds.ts'

const issuer = 'https://issuer-cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbCdEfGhI'

/** Settings of the user pool, of its app clients, and of how tokens are verified. */
export const userPool: Record<string, Cases> = {
  COGNITO_USER_POOL_ID: {
    good: { 'us-gov-west-1_a1B2': 'us-gov-west-1_a1B2', 'eusc-de-east-1_X': 'eusc-de-east-1_X' },
    bad: {
      AbCdEfGhI: form,
      'eu-central-1': form,
      'eu-central-1_': form,
      'eu-central-1_Ab-Cd': form,
      'EU-central-1_AbCdEfGhI': form,
      'arn:aws:cognito-idp:eu-central-1:1:userpool/eu-central-1_AbCdEfGhI': form,
    },
    help: 'user pool whose access tokens are accepted; empty: the embedded local user pool',
    example: 'eu-central-1_AbCdEfGhI',
  },
  COGNITO_CLIENT_ID: {
    good: { one: ['one'], 'one,two': ['one', 'two'], 'one , two,\tthree': ['one', 'two', 'three'] },
    bad: {
      'one,': form,
      ',one': form,
      'one,,two': form,
      'one two': form,
      'one;two': form,
      '"one"': form,
    },
    help: 'app clients allowed, comma list; required with a user pool',
    example: '1example23456789',
  },
  COGNITO_ISSUER: {
    good: {
      [issuer]: [issuer],
      'http://localhost:4100/a, https://b.example.com': [
        'http://localhost:4100/a',
        'https://b.example.com',
      ],
    },
    bad: { 'http://a.example.com': form, [`${issuer}/`]: form, [`${issuer},x`]: form },
    help: 'issuers accepted, comma list; default: from the user pool id',
    example: issuer,
  },
  COGNITO_JWKS_URI: {
    ...addresses,
    help: 'address of the signing keys; default: <issuer>/.well-known/jwks.json',
    example:
      'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbCdEfGhI/.well-known/jwks.json',
  },
  COGNITO_DOMAIN: {
    ...addresses,
    help: 'user pool domain, where the OAuth endpoints are; for docs page, OpenAPI document, web client and command line',
    example: 'https://orders.auth.eu-central-1.amazoncognito.com',
  },
  COGNITO_DOCS_CLIENT_ID: {
    ...oneClient,
    help: 'app client of the docs page, public, also to be named in COGNITO_CLIENT_ID',
    example: '1example23456789',
  },
  COGNITO_CLI_CLIENT_ID: {
    ...oneClient,
    help: 'app client of the command line, public, also to be named in COGNITO_CLIENT_ID',
    example: '1example23456789',
  },
  COGNITO_POSTMAN_CLIENT_ID: {
    ...oneClient,
    help: 'app client of the Postman collection, public, also to be named in COGNITO_CLIENT_ID',
    example: '1example23456789',
  },
  COGNITO_MACHINE_CLIENT_ID: {
    ...oneClient,
    help: 'app client of its machine, also to be named in COGNITO_CLIENT_ID',
    example: '1example23456789',
  },
  COGNITO_WEB_CLIENT_ID: {
    ...oneClient,
    help: 'app client of the web client, also to be named in COGNITO_CLIENT_ID',
    example: '1example23456789',
  },
  COGNITO_WEB_CLIENT_SECRET: {
    good: { 'a+b/c=': 'a+b/c=' },
    bad: {},
    help: 'its secret; default: none, it is public',
    example: '1secret23456789',
  },
  COGNITO_IDENTITY_POOL_ID: {
    good: {
      'us-gov-west-1:9f3c1a70-6b1e-41f1-9d5c-0a1b2c3d4e5f':
        'us-gov-west-1:9f3c1a70-6b1e-41f1-9d5c-0a1b2c3d4e5f',
    },
    bad: {
      '9f3c1a70-6b1e-41f1-9d5c-0a1b2c3d4e5f': form,
      'eu-central-1_AbCdEfGhI': form,
      'eu-central-1:9f3c1a70': form,
      'eu-central-1:9F3C1A70-6B1E-41F1-9D5C-0A1B2C3D4E5F': form,
    },
    help: 'identity pool that gives AWS credentials for an ID token',
    example: 'eu-central-1:9f3c1a70-6b1e-41f1-9d5c-0a1b2c3d4e5f',
  },
  AWS_REGION: {
    good: { 'us-gov-west-1': 'us-gov-west-1', local: 'local' },
    bad: { 'EU-CENTRAL-1': form, 'eu central 1': form, 'eu-central-1/x': form },
    help: 'AWS Region where such credentials are used; default: that of the identity pool',
    example: 'eu-central-1',
  },
  COGNITO_AUDIENCE: {
    good: { 'https://api.example.com': 'https://api.example.com', 'two words': 'two words' },
    bad: {},
    help: 'aud that tokens must carry, if the user pool binds them to resources',
    example: 'https://api.example.com',
  },
  RESOURCE_SERVER_ID: {
    good: { shop: 'shop', 'https://api.example.com/v1': 'https://api.example.com/v1' },
    bad: { 'two words': form, 'a"b': form, 'a\\b': form, ümlaut: form },
    help: 'identifier of the resource server in the user pool; may be a URL',
    example: 'orders',
  },
  CLOCK_TOLERANCE_SECONDS: {
    ...whole(0, 300, 0, 300),
    help: 'accepted difference between the clocks',
    example: '5',
  },
  TOKEN_CACHE_SIZE: {
    ...whole(0, 10_000_000, 0, 1, 10_000_000),
    help: 'verified tokens remembered; 0 turns the cache off',
    example: '10000',
  },
  JWKS_MAX_AGE_SECONDS: {
    ...whole(1, 2_592_000, 1, 2_592_000),
    help: 'age after which the signing keys must have been asked for again',
    example: '600',
  },
  JWKS_MAX_STALE_SECONDS: {
    ...whole(1, 2_592_000, 1, 2_592_000),
    help: 'age until which they are used while that fails',
    example: '86400',
  },
}
