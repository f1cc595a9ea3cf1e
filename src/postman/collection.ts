import { createHash } from 'node:crypto'
import { type Contract, type Operation, operationOf } from './contract.ts'
import { folders } from './folders.ts'
import { requestOf } from './request.ts'
import { savedExample } from './saved-example.ts'
import { testsOf, whenNoTokenIsGiven } from './scripts.ts'
import type { Folder, Step } from './step.ts'

const schema = 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json'

/** Where the Postman app waits for people who sign in; registered in every user pool of ours. */
const callbackUrl = 'https://oauth.pstmn.io/v1/callback'

/** A Postman collection (format 2.1) of the contract; the same contract gives the same text. */
export function collectionOf(contract: Contract): object {
  return {
    info: {
      _postman_id: stableId('collection'),
      name: `${contract.info.title} API`,
      description: about,
      schema,
    },
    auth: { type: 'oauth2', oauth2: members(oauth2) },
    event: [script('prerequest', whenNoTokenIsGiven())],
    variable: ['idempotencyKey', 'orderId', 'etag', 'revocationId'].map(key => ({
      key,
      value: '',
    })),
    item: folders.map(folder => folderOf(folder, contract)),
  }
}

const about = [
  'Choose an environment first: `npm run postman:env` writes the one of this install.',
  '',
  'People: open the tab Authorization of this collection, **Get New Access Token**, sign in.',
  'Machines: leave `accessToken` empty; with `machineClientSecret` a token is taken by itself.',
].join('\n')

const oauth2 = {
  tokenName: 'Orders',
  grant_type: 'authorization_code_with_pkce',
  challengeAlgorithm: 'S256',
  authUrl: '{{authDomain}}/oauth2/authorize',
  accessTokenUrl: '{{authDomain}}/oauth2/token',
  refreshTokenUrl: '{{authDomain}}/oauth2/token',
  redirect_uri: callbackUrl,
  clientId: '{{clientId}}',
  clientSecret: '{{clientSecret}}',
  client_authentication: 'body',
  scope: '{{scope}}',
  accessToken: '{{accessToken}}',
  addTokenTo: 'header',
  headerPrefix: 'Bearer',
}

function folderOf({ name, about, steps }: Folder, contract: Contract): object {
  return {
    id: stableId(name),
    name,
    description: about,
    item: steps.map(step => itemOf(step, `${name}/${step.name}`, contract)),
  }
}

function itemOf(step: Step, path: string, contract: Contract): object {
  const operation: Operation = operationOf(contract, step.operationId)
  const request = {
    ...requestOf(step, operation, contract),
    ...tokenOf(step),
    description: step.about,
  }
  return {
    id: stableId(path),
    name: step.name,
    event: [
      ...(step.before === undefined ? [] : [script('prerequest', step.before)]),
      script('test', testsOf(step)),
    ],
    request,
    response: [savedExample(step, operation, contract, request, stableId(`${path}/answer`))],
  }
}

function tokenOf({ token }: Step): object {
  if (token === undefined) return {}
  if (token === '') return { auth: { type: 'noauth' } }
  return { auth: { type: 'bearer', bearer: members({ token }) } }
}

function script(listen: 'prerequest' | 'test', exec: readonly string[]): object {
  return { listen, script: { type: 'text/javascript', exec } }
}

function members(values: Readonly<Record<string, string>>): object[] {
  return Object.entries(values).map(([key, value]) => ({ key, value, type: 'string' }))
}

/** A UUID that stays the same as long as the name does, so that Postman updates and adds nothing. */
function stableId(name: string): string {
  const hex = createHash('sha256').update(`cognito-resource-server/${name}`).digest('hex')
  const [, ...parts] = /^(.{8})(.{4})(.{4})(.{4})(.{12})/.exec(hex) as RegExpExecArray
  return parts.join('-')
}
