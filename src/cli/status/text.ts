import { table } from '../../text/table.ts'
import { printable } from '../output/printable.ts'
import { inWords } from '../output/time.ts'
import type { CognitoStatus, LocalPoolStatus, StatusReport } from './report.ts'

type Row = readonly string[]

/** The report for people: a heading and its lines, columns under each other. */
export function statusText({ api, webClient, userPool }: StatusReport): string {
  const sections = [
    section('API', [[api.url, api.answers ? 'running' : 'not running, start it with: npm start']]),
    section('Web client', [
      [
        webClient.url,
        webClient.answers
          ? 'running'
          : 'not running, start it with: npx cognito-resource-server web',
      ],
    ]),
    ...(userPool.kind === 'local' ? localPool(userPool) : cognito(userPool)),
  ]
  return sections.join('\n')
}

function localPool(pool: LocalPoolStatus): string[] {
  return [
    section('Local user pool', [
      [
        pool.origin,
        pool.answers ? 'running' : 'not running, start it with: npx cognito-resource-server pool',
      ],
      ['issuer', pool.issuer],
      ['user pool id', pool.userPoolId],
      ['identity pool id', pool.identityPoolId],
      ['key set', pool.jwksUri],
      ['keys', `made ${inWords((Date.now() - Date.parse(pool.keysMadeAt)) / 1000)} ago`],
      ['data folder', pool.dataFolder],
    ]),
    section(
      'Users',
      pool.users.map(({ email, password, groups, sub }) => [
        email,
        password === undefined ? 'a password of their own' : `password ${password}`,
        groups.length === 0 ? 'no group' : `group ${groups.join(', ')}`,
        `sub ${sub}`,
      ]),
    ),
    section(
      'Scopes',
      pool.resourceServers.flatMap(({ identifier, scopes }) =>
        scopes.map(({ name, description }) => [`${identifier}/${name}`, description]),
      ),
    ),
    section(
      'App clients',
      pool.clients.flatMap(({ name, id, secret, flows, callbackUrls, signOutUrls }) => [
        [name, 'id', id],
        ['', 'secret', secret ?? 'none, a public client'],
        ['', 'flows', flows.join(', ')],
        ...callbackUrls.map(url => ['', 'callback', url]),
        ...signOutUrls.map(url => ['', 'sign-out', url]),
      ]),
    ),
  ]
}

function cognito({ userPoolId, clientIds, domain, issuers }: CognitoStatus): string[] {
  return [
    section('Amazon Cognito user pool', [
      ['user pool id', userPoolId],
      ['app clients', clientIds.join(', ')],
      ['domain', domain ?? 'not set (COGNITO_DOMAIN)'],
    ]),
    section(
      'Key sets',
      issuers.map(({ issuer, jwksUri, answers }) => [
        issuer,
        jwksUri,
        answers ? 'answers' : 'does not answer',
      ]),
    ),
  ]
}

function section(title: string, rows: readonly Row[]): string {
  const lines = table(rows.map(row => row.map(printable)))
  return [title, ...lines.map(line => `  ${line}`), ''].join('\n')
}
