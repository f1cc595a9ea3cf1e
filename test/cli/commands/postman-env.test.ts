import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import t from 'tap'
import { openInstall } from '../../support/user-pool.ts'
import { commandLine } from '../run-cli.ts'

const fileName = 'postman/this-install.postman_environment.json'

function valuesIn(folder: string): Record<string, string> {
  const { values } = JSON.parse(readFileSync(`${folder}/${fileName}`, 'utf8'))
  return Object.fromEntries(
    values.map(({ key, value }: { key: string; value: string }) => [key, value]),
  )
}

t.test('it holds the ids and secrets of this install, for its owner alone', async t => {
  const cwd = t.testdir()
  t.strictSame(await commandLine(cwd)('postman:env'), { code: 0, out: `${fileName}\n`, err: '' })
  const { out } = await commandLine(cwd)('postman:env', '--json')
  t.strictSame(JSON.parse(out), { file: fileName })
  t.equal(statSync(`${cwd}/${fileName}`).mode & 0o777, 0o600)
  const install = await openInstall({
    dataFolder: `${cwd}/data`,
    origin: 'http://localhost:4100',
  })
  t.strictSame(valuesIn(cwd), {
    baseUrl: 'http://localhost:3000',
    authDomain: 'http://localhost:4100',
    resourceServer: 'orders',
    scope: 'openid orders/order.read orders/order.write orders/revocation.write',
    clientId: install.client('postman').id,
    clientSecret: install.client('postman').secret,
    machineScope: 'orders/order.read orders/order.write',
    machineClientId: install.client('machine').id,
    machineClientSecret: install.client('machine').secret,
    accessToken: '',
  })
})

t.test('a pool without such app clients leaves them to be typed in', async t => {
  const cwd = t.testdir({
    'user-pool.json': JSON.stringify({
      users: [],
      resourceServers: [],
      clients: [{ name: 'other', flows: ['code'], callbackUrls: ['http://localhost:1/'] }],
    }),
  })
  t.strictSame((await commandLine(cwd)('postman:env')).code, 0)
  t.match(valuesIn(cwd), { clientId: '', clientSecret: '', machineClientId: '' })
})

t.test('against a user pool on AWS it says what the settings say, and no secret', async t => {
  const cwd = t.testdir()
  const settings = {
    COGNITO_USER_POOL_ID: 'eu-central-1_AbCdEfGhI',
    COGNITO_CLIENT_ID: 'web,postman1,machine1',
    COGNITO_POSTMAN_CLIENT_ID: 'postman1',
    COGNITO_MACHINE_CLIENT_ID: 'machine1',
  }
  await commandLine(cwd, settings)('postman:env')
  const expected = { clientId: 'postman1', machineClientId: 'machine1', clientSecret: '' }
  t.match(valuesIn(cwd), { ...expected, authDomain: '', machineClientSecret: '' })
  const domain = 'https://orders.auth.eu-central-1.amazoncognito.com'
  await commandLine(cwd, { ...settings, COGNITO_DOMAIN: domain })('postman:env')
  t.match(valuesIn(cwd), { authDomain: domain })
})

t.test('where it cannot be written, one line says so', async t => {
  const cwd = t.testdir()
  mkdirSync(`${cwd}/data`)
  writeFileSync(`${cwd}/postman`, 'a file')
  const { code, err } = await commandLine(cwd)('postman:env')
  t.equal(code, 1)
  t.match(err, new RegExp(`^${cwd}/${fileName} cannot be written: EEXIST: [^\n]+\n$`))
})
