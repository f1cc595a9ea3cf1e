import { readFile, stat } from 'node:fs/promises'
import dotenv from 'dotenv'
import t from 'tap'
import { loadConfig } from '../../../src/config/index.ts'
import { cloudFormation, describedStack } from './cloudformation.ts'
import { runner } from './run.ts'

const outputs = {
  AwsRegion: 'eu-central-1',
  CognitoUserPoolId: 'eu-central-1_AbCdEfGhI',
  CognitoClientId: '1web,2docs',
  CognitoDomain: 'https://orders-9f3c1a70.auth.eu-central-1.amazoncognito.com',
  ResourceServerId: 'https://api.example.com/orders',
  CognitoWebClientId: '1web',
  CognitoIdentityPoolId: 'eu-central-1:9f3c1a70-6b1e-41f1-9d5c-0a1b2c3d4e5f',
}

const written = `AWS_REGION=eu-central-1
COGNITO_USER_POOL_ID=eu-central-1_AbCdEfGhI
COGNITO_CLIENT_ID=1web,2docs
COGNITO_DOMAIN=https://orders-9f3c1a70.auth.eu-central-1.amazoncognito.com
RESOURCE_SERVER_ID=https://api.example.com/orders
COGNITO_WEB_CLIENT_ID=1web
COGNITO_IDENTITY_POOL_ID=eu-central-1:9f3c1a70-6b1e-41f1-9d5c-0a1b2c3d4e5f
`

t.test('the outputs become a .env file that its owner alone can read', async t => {
  const cwd = t.testdir()
  const { requests } = await cloudFormation(t, describedStack('CREATE_COMPLETE', outputs))
  t.same(await runner(cwd)('orders', '--region', 'eu-central-1'), {
    code: 0,
    out: written,
    err: 'Wrote 7 settings to .env.\n',
  })
  t.equal(await readFile(`${cwd}/.env`, 'utf8'), written)
  t.equal((await stat(`${cwd}/.env`)).mode & 0o777, 0o600)
  t.match(requests, [{ form: { Action: 'DescribeStacks', StackName: 'orders' } }])
  t.match(requests[0]?.authorization, '/eu-central-1/cloudformation/aws4_request')
})

t.test('the service accepts what was written', async t => {
  const cwd = t.testdir()
  await cloudFormation(t, describedStack('UPDATE_COMPLETE', outputs))
  await runner(cwd)('orders', '--region', 'eu-central-1')
  const config = loadConfig(dotenv.parse(await readFile(`${cwd}/.env`)))
  t.match(config, {
    COGNITO_USER_POOL_ID: 'eu-central-1_AbCdEfGhI',
    COGNITO_CLIENT_ID: ['1web', '2docs'],
    RESOURCE_SERVER_ID: 'https://api.example.com/orders',
  })
})

t.test('a file that everybody could read is closed, its other lines stay', async t => {
  const cwd = t.testdir({ '.env': '# mine\nPORT=3001\nCOGNITO_USER_POOL_ID=\n' })
  await cloudFormation(t, describedStack('CREATE_COMPLETE', outputs))
  await runner(cwd)('orders', '--region', 'eu-central-1')
  const [user, ...others] = [
    written.split('\n')[1],
    ...written.split('\n').filter((_, i) => i !== 1),
  ]
  t.equal(
    await readFile(`${cwd}/.env`, 'utf8'),
    ['# mine', 'PORT=3001', user, ...others].join('\n'),
  )
  t.equal((await stat(`${cwd}/.env`)).mode & 0o777, 0o600)
})

t.test('a secret is written, but not shown', async t => {
  const cwd = t.testdir()
  const withSecret = { ...outputs, CognitoWebClientSecret: 's3cret' }
  await cloudFormation(t, describedStack('CREATE_COMPLETE', withSecret))
  const { out } = await runner(cwd)('orders', '--region', 'eu-central-1')
  t.equal(out, `${written}COGNITO_WEB_CLIENT_SECRET=********\n`)
  const json = await runner(cwd)('orders', '--region', 'eu-central-1', '--json')
  t.match(JSON.parse(json.out), {
    COGNITO_USER_POOL_ID: 'eu-central-1_AbCdEfGhI',
    COGNITO_WEB_CLIENT_SECRET: '********',
  })
  t.match(await readFile(`${cwd}/.env`, 'utf8'), /^COGNITO_WEB_CLIENT_SECRET=s3cret$/m)
})

t.test('outputs that are no settings are left out and named', async t => {
  const cwd = t.testdir()
  const more = { ...outputs, BucketName: 'b', NodeOptions: '--import=x' }
  await cloudFormation(t, describedStack('CREATE_COMPLETE', more))
  const { err } = await runner(cwd)('orders', '--region', 'eu-central-1')
  t.equal(
    err,
    'Wrote 7 settings to .env.\nLeft out, as they are no settings: BucketName, NodeOptions.\n',
  )
  t.equal(await readFile(`${cwd}/.env`, 'utf8'), written)
})

t.test('settings that the environment covers are named', async t => {
  const env = {
    AWS_REGION: 'eu-central-1',
    COGNITO_CLIENT_ID: 'other',
    COGNITO_DOMAIN: 'https://other.example.com',
    COGNITO_WEB_CLIENT_ID: '',
  }
  await cloudFormation(t, describedStack('CREATE_COMPLETE', outputs))
  const { err } = await runner(t.testdir(), env)('orders')
  t.equal(
    err,
    'Wrote 7 settings to .env.\nSet to something else in the environment, which wins over .env: COGNITO_CLIENT_ID, COGNITO_DOMAIN, COGNITO_WEB_CLIENT_ID.\n',
  )
})
