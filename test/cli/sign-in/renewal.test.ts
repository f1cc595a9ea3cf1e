import { once } from 'node:events'
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { decodeJwt } from 'jose'
import t, { type Test } from 'tap'
import { newFolder } from '../../support/folder.ts'
import { commandLine } from '../run-cli.ts'
import { asOnAws, logIn, startFolder, tokenFile } from './folder.ts'
import { grownOld, remembered } from './remembered.ts'

const folder = await startFolder(t, newFolder())
const { cwd, env, pool } = folder
const run = commandLine(cwd, env)
await logIn(folder)

t.test('tokens that have run out, or soon will, are renewed in silence', async t => {
  for (const name of ['accessToken', 'idToken'] as const) {
    for (const exp of [1, Math.floor(Date.now() / 1000) + 20]) {
      await grownOld(folder, name, exp)
      const { code, err } = await run('whoami')
      t.strictSame({ code, err }, { code: 0, err: '' })
      t.ok((decodeJwt(remembered(folder)[name]).exp ?? 0) > Date.now() / 1000 + 3000)
      t.equal(statSync(tokenFile(folder)).mode & 0o777, 0o600)
    }
  }
  const before = readFileSync(tokenFile(folder), 'utf8')
  await run('whoami')
  t.equal(readFileSync(tokenFile(folder), 'utf8'), before, 'not while they are good')
})

t.test('refresh tokens that rotate', async t => {
  const rotating = await startFolder(t, t.testdir(), {
    refreshTokenRotation: { gracePeriodSeconds: 0 },
  })
  await logIn(rotating)
  const first = remembered(rotating)
  for (const _ of [1, 2]) {
    const old = await pool.accessToken({ expiresIn: -60 })
    writeFileSync(
      tokenFile(rotating),
      JSON.stringify({ ...remembered(rotating), accessToken: old }),
    )
    t.equal((await commandLine(rotating.cwd, rotating.env)('whoami')).code, 0)
  }
  t.not(remembered(rotating).refreshToken, first.refreshToken)
})

/** A domain of the same user pool, whose token endpoint answers as told. */
async function domainThat(t: Test, answer: () => Promise<[status: number, body: object]>) {
  const server = createServer(async (_request, response) => {
    const [status, body] = await answer()
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  }).listen(0, 'localhost')
  await once(server, 'listening')
  t.teardown(() => server.close())
  return `http://localhost:${(server.address() as AddressInfo).port}`
}

t.test('another command has renewed the tokens meanwhile', async t => {
  await logIn(folder)
  const good = readFileSync(tokenFile(folder), 'utf8')
  await grownOld(folder, 'accessToken')
  const domain = await domainThat(t, async () => {
    writeFileSync(tokenFile(folder), good)
    return [400, { error: 'invalid_grant' }]
  })
  const aws = { ...asOnAws(folder), COGNITO_DOMAIN: domain }
  t.equal((await commandLine(cwd, aws)('whoami')).code, 0)
})

t.test('another command has signed out meanwhile', async t => {
  await logIn(folder)
  await grownOld(folder, 'accessToken')
  const clientId = pool.client('cli').id
  const file = tokenFile(folder)
  const domain = await domainThat(t, async () => {
    rmSync(file)
    return [
      200,
      {
        token_type: 'Bearer',
        access_token: await pool.accessToken({ clientId }),
        id_token: await pool.idToken({ clientId }),
      },
    ]
  })
  const aws = { ...asOnAws(folder), COGNITO_DOMAIN: domain }
  t.equal((await commandLine(cwd, aws)('whoami')).code, 0)
  t.notOk(existsSync(file), 'and stays so')
  await logIn(folder)
})

t.test('renewed tokens are those of the same user', async t => {
  await grownOld(folder, 'accessToken')
  const user = 'bob@example.com'
  const clientId = pool.client('cli').id
  const domain = await domainThat(t, async () => [
    200,
    {
      token_type: 'Bearer',
      access_token: await pool.accessToken({ user, clientId }),
      id_token: await pool.idToken({ user, clientId }),
    },
  ])
  const aws = { ...asOnAws(folder), COGNITO_DOMAIN: domain }
  t.strictSame(await commandLine(cwd, aws)('whoami'), {
    code: 1,
    out: '',
    err: 'The renewed tokens are those of somebody else: run login again.\n',
  })
})

t.test('what is no token is not remembered', async t => {
  const before = readFileSync(tokenFile(folder), 'utf8')
  const id_token = await pool.idToken({ clientId: pool.client('cli').id })
  for (const access_token of ['opaque', `e30.${Buffer.from('{}').toString('base64url')}.x`]) {
    const domain = await domainThat(t, async () => [
      200,
      { token_type: 'Bearer', access_token, id_token },
    ])
    t.strictSame(await commandLine(cwd, { ...asOnAws(folder), COGNITO_DOMAIN: domain })('whoami'), {
      code: 1,
      out: '',
      err: 'The tokens cannot be renewed: what the user pool answered does not fit (ERR_JWT_INVALID), run login again.\n',
    })
  }
  t.equal(readFileSync(tokenFile(folder), 'utf8'), before)
})
