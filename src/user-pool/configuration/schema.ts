import { Type } from 'typebox'
import { authFlows } from './configuration.ts'

const closed = { additionalProperties: false }
const text = (description: string, options = {}) =>
  Type.String({ minLength: 1, description, ...options })
const list = <Item extends Parameters<typeof Type.Array>[0]>(item: Item, description: string) =>
  Type.Array(item, { description })
const flag = (description: string) => Type.Boolean({ description })
const duration = (description: string) => text(description, { pattern: '^[0-9]+[smhd]$' })

const user = Type.Object(
  {
    email: text('Email address'),
    password: text('Password, in plain text: this pool is for development'),
    username: Type.Optional(text('Where sign-in is by username')),
    groups: Type.Optional(list(text('Name of a group'), 'Default: none')),
    attributes: Type.Optional(
      Type.Record(Type.String(), Type.String(), {
        description: 'Standard claims of OpenID Connect, or custom:*; all of them text',
      }),
    ),
    status: Type.Optional(
      Type.Enum(['CONFIRMED', 'UNCONFIRMED', 'FORCE_CHANGE_PASSWORD', 'RESET_REQUIRED'], {
        description: 'Default: CONFIRMED',
      }),
    ),
    enabled: Type.Optional(flag('Default: true')),
  },
  closed,
)

const group = Type.Object(
  {
    name: text('Name, as in cognito:groups'),
    description: Type.String({ description: 'Who is in it' }),
    role: Type.Optional(text('ARN of an IAM role, for cognito:roles')),
    precedence: Type.Optional(
      Type.Integer({ minimum: 0, description: 'The lowest chooses cognito:preferred_role' }),
    ),
  },
  closed,
)

const resourceServer = Type.Object(
  {
    identifier: text('Identifier; may be a URL'),
    name: text('Name for people'),
    scopes: list(
      Type.Object(
        {
          name: text('Short name without a slash, such as order.read'),
          description: Type.String({ description: 'What it allows, in words' }),
        },
        closed,
      ),
      'Custom scopes',
    ),
  },
  closed,
)

const client = Type.Object(
  {
    name: text('Name for people'),
    id: Type.Optional(text('Client id. Default: made per install')),
    flows: list(Type.Enum([...authFlows]), 'What it may do'),
    secret: Type.Optional(flag('Whether it has a secret, made per install. Default: false')),
    secondSecret: Type.Optional(flag('Whether it has a second secret. Default: false')),
    scopes: Type.Optional(
      list(text('Full name, or short name of the first resource server'), 'Default: all'),
    ),
    callbackUrls: Type.Optional(
      list(text('URL'), 'Allowed redirect_uri, compared letter by letter'),
    ),
    signOutUrls: Type.Optional(list(text('URL'), 'Allowed logout_uri, compared letter by letter')),
    accessTokenValidity: Type.Optional(duration('5m to 1d. Default: 1h')),
    idTokenValidity: Type.Optional(duration('5m to 1d. Default: 1h')),
    refreshTokenValidity: Type.Optional(duration('1h to 3650d. Default: 30d')),
    revocation: Type.Optional(flag('Whether tokens can be revoked. Default: true')),
    refreshTokenRotation: Type.Optional(
      Type.Object(
        {
          gracePeriodSeconds: Type.Integer({
            minimum: 0,
            maximum: 60,
            description: 'How long a replaced refresh token still works',
          }),
        },
        { ...closed, description: 'Default: refresh tokens are not rotated' },
      ),
    ),
    preventUserExistenceErrors: Type.Optional(
      flag('Whether answers hide which users there are. Default: true'),
    ),
    readAttributes: Type.Optional(list(text('Attribute'), 'Attributes it may read. Default: all')),
  },
  closed,
)

/** What `user-pool.json` may hold: a member that is given replaces the one of the default pool. */
export const configurationSchema = Type.Object(
  {
    $schema: Type.Optional(Type.String({ description: 'Address of this schema, for editors' })),
    userPoolId: Type.Optional(text('Such as eu-central-1_AbCdEfGhI. Default: made per install')),
    signInWith: Type.Optional(
      Type.Enum(['email', 'username'], { description: 'What people type. Default: email' }),
    ),
    selfSignUp: Type.Optional(flag('Whether people can sign themselves up. Default: true')),
    issuerForm: Type.Optional(
      Type.Enum(['original', 'updated'], {
        description: 'Which of the two forms of issuer on AWS. Default: original',
      }),
    ),
    passwordPolicy: Type.Optional(
      Type.Object(
        {
          minimumLength: Type.Integer({ minimum: 6, maximum: 99 }),
          requireLowercase: Type.Optional(Type.Boolean()),
          requireUppercase: Type.Optional(Type.Boolean()),
          requireNumbers: Type.Optional(Type.Boolean()),
          requireSymbols: Type.Optional(Type.Boolean()),
        },
        { ...closed, description: 'Default: 6 characters of any kind' },
      ),
    ),
    users: Type.Optional(list(user, 'People who can sign in')),
    groups: Type.Optional(list(group, 'Groups of users')),
    resourceServers: Type.Optional(
      list(resourceServer, 'APIs and their scopes; short scope names belong to the first'),
    ),
    clients: Type.Optional(list(client, 'App clients')),
    preTokenGeneration: Type.Optional(
      text('Module with a pre token generation handler, version 2, relative to this file'),
    ),
  },
  {
    ...closed,
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Local user pool',
    description:
      'user-pool.json: what the local user pool is. Members left out are the default ones.',
  },
)
