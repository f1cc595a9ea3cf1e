import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import t, { type Test } from 'tap'
import { newFolder } from '../../support/folder.ts'
import { freePort } from '../../support/free-port.ts'
import { setAwsEnvironment } from '../env-aws/cloudformation.ts'
import { commandLine } from '../run-cli.ts'
import { asOnAws, logIn, startFolder } from '../sign-in/folder.ts'

const folder = await startFolder(t, newFolder())
const { cwd, env, pool } = folder
const run = (...args: string[]) => commandLine(cwd, env)('aws-credentials', ...args)
const arn = 'arn:aws:sts::000000000000:assumed-role/local-authenticated/CognitoIdentityCredentials'

t.test('nobody is signed in', async t => {
  t.strictSame(await run(), {
    code: 1,
    out: '',
    err: `Nobody is signed in at ${pool.issuer}: run login first.\n`,
  })
})

t.test('who alice is on AWS, without the secrets', async t => {
  setAwsEnvironment(t, {})
  await logIn(folder)
  const { code, out, err } = await run()
  t.strictSame({ code, err }, { code: 0, err: '' })
  const lines = [
    ['Caller', arn],
    ['Account', '000000000000'],
    ['Identity', 'eu-central-1:[-\\da-f]+'],
    ['Identity pool', pool.identityPoolId],
    ['Region', 'eu-central-1'],
    ['Access key id', '\\w+'],
    ['Secrets', 'with --format process or --format env'],
    ['Good for', '(59|60) minutes'],
  ].map(([name = '', value]) => `${name.padEnd(13)}  ${value}\n`)
  t.match(out, new RegExp(`^${lines.join('')}$`))
  const report = JSON.parse((await run('--json')).out)
  t.match(report, { arn, account: '000000000000', region: 'eu-central-1' })
  t.strictSame(Object.keys(report), [
    'arn',
    'account',
    'identityId',
    'identityPoolId',
    'region',
    'accessKeyId',
    'expiration',
  ])
})

t.test('--format process is what the SDK of AWS reads', async t => {
  setAwsEnvironment(t, {})
  const { code, out, err } = await run('--format', 'process')
  t.strictSame({ code, err }, { code: 0, err: '' })
  const { Version, AccessKeyId, SecretAccessKey, SessionToken, Expiration } = JSON.parse(out)
  t.equal(Version, 1)
  for (const text of [AccessKeyId, SecretAccessKey, SessionToken]) t.match(text, /^\S{16,}$/)
  const left = Date.parse(Expiration) - Date.now()
  t.ok(left > 3_500_000 && left <= 3_600_000)
})

t.test('--format env is for a shell', async t => {
  setAwsEnvironment(t, {})
  const { out } = await run('--format', 'env')
  const names = out
    .match(/^export \w+='[^']+'$/gm)
    ?.map(line => line.replace(/export (\w+).*/, '$1'))
  t.strictSame(names, [
    'AWS_ACCESS_KEY_ID',
    'AWS_SECRET_ACCESS_KEY',
    'AWS_SESSION_TOKEN',
    'AWS_REGION',
    'AWS_ENDPOINT_URL',
  ])
})

t.test('the local user pool stops in between', async t => {
  setAwsEnvironment(t, {})
  pool.goDown()
  const { code, out, err } = await run()
  pool.comeBack()
  t.strictSame({ code, out }, { code: 1, out: '' })
  t.match(err, /^GetId failed \([^\n]+\): start the local user pool with npm start\.\n$/)
})

/** An AWS of one's own: answers each call as told, else as the local user pool does. */
async function cloud(t: Test, answers: Record<string, [status: number, body: string]>) {
  const server = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray())
    const target = `${request.headers['x-amz-target'] ?? body}`
    const call = Object.keys(answers).find(
      name => target.endsWith(name) || target.includes(`${name}&`),
    )
    const type = target.includes('Action=') ? 'text/xml' : 'application/x-amz-json-1.1'
    if (call !== undefined) {
      const [status, text] = answers[call] ?? []
      response.writeHead(Number(status), { 'content-type': type }).end(text)
      return
    }
    const { authorization = '', host: _, ...headers } = request.headers
    const answer = await fetch(pool.origin, {
      method: 'POST',
      headers: {
        authorization,
        'content-type': `${headers['content-type']}`,
        'x-amz-target': `${headers['x-amz-target'] ?? ''}`,
        'x-amz-date': `${headers['x-amz-date'] ?? ''}`,
        'x-amz-security-token': `${headers['x-amz-security-token'] ?? ''}`,
      },
      body,
    })
    response.writeHead(answer.status, { 'content-type': `${answer.headers.get('content-type')}` })
    response.end(await answer.text())
  }).listen(0, 'localhost')
  await once(server, 'listening')
  t.teardown(() => server.close())
  const url = `http://localhost:${(server.address() as AddressInfo).port}`
  setAwsEnvironment(t, { AWS_ENDPOINT_URL: url })
}

const aws = {
  ...asOnAws(folder),
  COGNITO_IDENTITY_POOL_ID: pool.identityPoolId,
  AWS_REGION: 'eu-west-1',
}
const atAws = (settings: Record<string, string> = aws, ...args: string[]) =>
  commandLine(cwd, settings)('aws-credentials', ...args)

t.test('at AWS, with the identity pool of the settings', async t => {
  await cloud(t, {})
  t.match(JSON.parse((await atAws(aws, '--json')).out), { arn, region: 'eu-west-1' })
  const { AWS_REGION, COGNITO_IDENTITY_POOL_ID, ...without } = aws
  const { out } = await atAws({ ...without, COGNITO_IDENTITY_POOL_ID }, '--format', 'env')
  t.match(out, "export AWS_REGION='eu-central-1'\n")
  t.notMatch(out, 'AWS_ENDPOINT_URL')
  t.strictSame(await atAws(without), {
    code: 1,
    out: '',
    err: 'COGNITO_IDENTITY_POOL_ID is missing: name an identity pool that accepts the ID tokens of the user pool.\n',
  })
})

t.test('which call failed, why, and what to do', async t => {
  const provider = `cognito-idp.eu-central-1.amazonaws.com/${pool.userPoolId}`
  const { identityPoolId } = pool
  const refusal = (name: string, message = '') =>
    [400, JSON.stringify({ __type: name, message })] as [number, string]
  for (const [answers, line] of [
    [
      { GetId: refusal('NotAuthorizedException', 'Token is not from a supported provider.') },
      `GetId failed (NotAuthorizedException: Token is not from a supported provider.): run login again; if that is not it, add ${provider} and the app client of the command line to the identity pool ${identityPoolId}.`,
    ],
    [
      { GetId: refusal('ResourceNotFoundException', 'not found') },
      `GetId failed (ResourceNotFoundException: not found): correct COGNITO_IDENTITY_POOL_ID, there is no ${identityPoolId}.`,
    ],
    [
      {
        GetCredentialsForIdentity: refusal(
          'InvalidIdentityPoolConfigurationException',
          'Invalid\nrole',
        ),
      },
      `GetCredentialsForIdentity failed (InvalidIdentityPoolConfigurationException: Invalid): give the identity pool ${identityPoolId} a role for people who signed in, which trusts it.`,
    ],
    [
      { GetCredentialsForIdentity: refusal('TooManyRequestsException', 'Rate exceeded') },
      'GetCredentialsForIdentity failed (TooManyRequestsException: Rate exceeded): try again in a moment.',
    ],
    [
      { GetCredentialsForIdentity: [200, '{}'] as [number, string] },
      'GetCredentialsForIdentity failed (Error: there are no credentials in the answer): check the network, the clock of this machine and AWS_REGION.',
    ],
    [
      {
        GetCallerIdentity: [
          403,
          '<ErrorResponse><Error><Type>Sender</Type><Code>InvalidClientTokenId</Code><Message>The security token is invalid.</Message></Error></ErrorResponse>',
        ] as [number, string],
      },
      'GetCallerIdentity failed (InvalidClientTokenId: The security token is invalid.): check the network, the clock of this machine and AWS_REGION.',
    ],
  ] as const) {
    await t.test(line.slice(0, 60), async t => {
      await cloud(t, answers as Record<string, [number, string]>)
      t.strictSame(await atAws(), { code: 1, out: '', err: `${line}\n` })
    })
  }
})

t.test('no network', async t => {
  setAwsEnvironment(t, { AWS_ENDPOINT_URL: `http://localhost:${await freePort()}` })
  const { code, err } = await atAws()
  t.equal(code, 1)
  t.match(
    err,
    /^GetId failed \([^\n]+\): check the network, the clock of this machine and AWS_REGION\.\n$/,
  )
})

t.test('what cannot be meant is a wrong command line', async t => {
  for (const [args, message] of [
    [
      ['--format', 'proces'],
      '--format proces is none of table, process, env. Did you mean process?',
    ],
    [['--format', 'table', '--json'], '--json and --format do not go together.'],
  ] as const) {
    t.strictSame(await run(...args), { code: 2, out: '', err: `${message} See --help.\n` })
  }
})

t.test('what AWS says of the caller cannot steer the terminal', async t => {
  const arnOf = (name: string) =>
    `<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>${name}</Arn><Account>1</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`
  await cloud(t, { GetCallerIdentity: [200, arnOf('arn:\u009b2J\u202e')] })
  const { code, out } = await atAws()
  t.equal(code, 0)
  t.match(out, /^Caller {9}arn:\\u009b2J\\u202e$/m)
})
