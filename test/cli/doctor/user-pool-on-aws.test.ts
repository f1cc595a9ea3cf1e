import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import t, { type Test } from 'tap'
import { longestAnswer } from '../../../src/limited-fetch.ts'
import { newFolder } from '../../support/folder.ts'
import { freePort } from '../../support/free-port.ts'
import { asOnAws, startFolder } from '../sign-in/folder.ts'
import { doctorIn } from './doctor.ts'

const folder = await startFolder(t, newFolder())
const { pool } = folder
const [cliId, docsId, webId] = ['cli', 'docs', 'web'].map(name => pool.client(name).id)
const { diagnosis, complaints } = doctorIn(folder)

/** An issuer that says this of itself, and of the time. */
async function issuer(t: Test, body: string, date?: Date): Promise<string> {
  const server = createServer((_request, response) => {
    response.sendDate = false
    if (date !== undefined) response.setHeader('date', date.toUTCString())
    response.end(body.replaceAll('ORIGIN', url))
  }).listen(0, 'localhost')
  await once(server, 'listening')
  t.teardown(() => server.close())
  const url = `http://localhost:${(server.address() as AddressInfo).port}`
  return url
}

const aws: Record<string, string> = {
  ...asOnAws(folder),
  COGNITO_DOCS_CLIENT_ID: docsId ?? '',
  COGNITO_WEB_CLIENT_ID: webId ?? '',
}
const unregistered = [8976, 8977, 8978].map(
  port =>
    `command line: http://localhost:${port}/callback is no callback URL of the app client ${cliId}: add it there on AWS`,
)

t.test('a user pool on AWS, by its settings', async t => {
  t.strictSame(await complaints(aws), unregistered)
  const { COGNITO_DOMAIN, COGNITO_CLI_CLIENT_ID, ...fewer } = aws
  const { healthy, checks } = await diagnosis(fewer)
  t.equal(healthy, true, 'the issuer names the domain')
  t.strictSame(checks.at(-1), {
    name: 'command line',
    result: 'skipped',
    finding: 'there is no app client for it (COGNITO_CLI_CLIENT_ID)',
  })
})

t.test('a wrong domain, and none', async t => {
  const { COGNITO_CLI_CLIENT_ID, COGNITO_WEB_CLIENT_ID, ...docsOnly } = aws
  const closed = `http://localhost:${await freePort()}`
  t.strictSame(await complaints({ ...docsOnly, COGNITO_DOMAIN: closed }), [
    `docs page: The user pool domain ${closed} does not answer (ECONNREFUSED): check the network, then COGNITO_DOMAIN`,
  ])
  const { COGNITO_DOMAIN, ...without } = docsOnly
  const bare = await issuer(t, '{"issuer":"ORIGIN","keys":[1]}')
  t.strictSame(await complaints({ ...without, COGNITO_ISSUER: bare, COGNITO_JWKS_URI: bare }), [
    'domain: the user pool has none: give it one, or set COGNITO_DOMAIN',
  ])
  const { checks } = await diagnosis({ ...without, COGNITO_ISSUER: `${closed}/${pool.userPoolId}` })
  t.strictSame(checks.slice(2), [
    {
      name: 'domain',
      result: 'skipped',
      finding: 'the issuer would tell, and does not answer (COGNITO_DOMAIN)',
    },
  ])
})

t.test('an issuer that is none', async t => {
  const { COGNITO_CLI_CLIENT_ID, ...rest } = aws
  const of = async (body: string) => {
    const url = await issuer(t, body)
    const found = await complaints({ ...rest, COGNITO_ISSUER: url })
    return found.map(line => line.replaceAll(url, 'URL'))
  }
  const remedy = 'check the network, then COGNITO_USER_POOL_ID'
  t.strictSame(await of('<html>'), [
    `issuer: URL is no JSON: ${remedy}`,
    `key set: URL/.well-known/jwks.json is no JSON: ${remedy}`,
  ])
  t.strictSame(await of(`"${'x'.repeat(longestAnswer)}"`), [
    `issuer: URL does not answer (more than 4000000 bytes): ${remedy}`,
    `key set: URL/.well-known/jwks.json does not answer (more than 4000000 bytes): ${remedy}`,
  ])
  for (const body of ['null', '{"issuer":"ORIGIN/","keys":[],"authorization_endpoint":"x"}']) {
    t.strictSame(await of(body), [
      'issuer: URL says that it is another issuer: correct COGNITO_ISSUER',
      'key set: URL/.well-known/jwks.json has no keys: correct COGNITO_JWKS_URI',
    ])
  }
  const nowhere = `${pool.origin}/nowhere`
  t.strictSame(
    (await complaints({ ...rest, COGNITO_ISSUER: nowhere }))[0],
    `issuer: ${nowhere} answers 404: ${remedy}`,
  )
})

t.test('a clock that is off', async t => {
  const { COGNITO_CLI_CLIENT_ID, ...rest } = aws
  const from = async (milliseconds: number, settings: Record<string, string> = {}) => {
    const url = await issuer(
      t,
      '{"issuer":"ORIGIN","keys":[1]}',
      new Date(Date.now() + milliseconds),
    )
    const at = { COGNITO_ISSUER: url, COGNITO_JWKS_URI: url }
    return complaints({ ...rest, ...at, ...settings })
  }
  const [behind] = await from(3_600_000)
  t.match(
    behind,
    /^clock: this machine is 3(600|599) seconds behind the user pool: set the clock by NTP, or tokens count as expired or not yet issued$/,
  )
  t.match(
    (await from(-60_000))[0],
    /^clock: this machine is 6[0-9] seconds ahead of the user pool: /,
  )
  t.strictSame(await from(-60_000, { CLOCK_TOLERANCE_SECONDS: '300' }), [])
})
