import { readdir } from 'node:fs/promises'
import t from 'tap'
import { updateEnvFile } from '../../../src/cli/env-aws/env-file.ts'
import { findStack } from '../../../src/cli/env-aws/find-stack.ts'
import { cloudFormation, describedStack, refusal, setAwsEnvironment } from './cloudformation.ts'
import { runner } from './run.ts'

const inRegion = ['orders', '--region', 'eu-central-1']

/** Class and text of what goes wrong; nothing may go right. */
async function failure(promise: Promise<unknown>): Promise<string> {
  const error = await promise.then(
    () => new Error('nothing'),
    (reason: Error) => reason,
  )
  return `${error.name}: ${error.message}`
}

t.test('no stack named, or an option before it', async t => {
  const message = 'UsageError: Say which stack first, as in: npm run env:aws -- orders.'
  t.equal(await failure(runner(t.testdir())()), message)
  t.equal(await failure(runner(t.testdir())('--region', 'eu-central-1')), message)
})

t.test('no credentials', async t => {
  setAwsEnvironment(t, {})
  t.equal(
    await failure(runner(t.testdir())(...inRegion)),
    'CommandError: No AWS credentials: run aws configure, or aws sso login (Could not load credentials from any providers).',
  )
})

t.test('no Region', async t => {
  setAwsEnvironment(t, {})
  t.equal(
    await failure(runner(t.testdir())('orders')),
    'CommandError: No AWS Region is known: add --region eu-central-1 or set AWS_REGION.',
  )
})

const refusals = [
  {
    code: 'ValidationError',
    message: 'Stack with id orders does not exist',
    text: 'There is no stack orders in eu-central-1 (Stack with id orders does not exist): look at aws cloudformation list-stacks --region eu-central-1.',
  },
  {
    code: 'AccessDenied',
    message: 'User: arn:aws:iam::123456789012:user/ann is not authorized',
    text: 'These AWS credentials may not see the stack orders: allow cloudformation:DescribeStacks.',
  },
  {
    code: 'ExpiredToken',
    message: 'The security token included in the request is expired',
    text: 'AWS refuses the credentials (ExpiredToken): sign in again, or set right ones.',
  },
  {
    code: 'InvalidClientTokenId',
    message: 'The security token included in the request is invalid.',
    text: 'AWS refuses the credentials (InvalidClientTokenId): sign in again, or set right ones.',
  },
  {
    code: 'Throttling',
    message: 'Rate exceeded\nslow down',
    text: 'Asking CloudFormation in eu-central-1 failed (Throttling: Rate exceeded).',
  },
]

for (const { code, message, text } of refusals) {
  t.test(`CloudFormation answers ${code}`, async t => {
    const cwd = t.testdir()
    await cloudFormation(t, refusal(code, message))
    t.equal(await failure(runner(cwd)(...inRegion)), `CommandError: ${text}`)
    t.same(await readdir(cwd), [])
  })
}

t.test('nothing listens', async t => {
  const { close } = await cloudFormation(t, refusal('', ''))
  close()
  t.match(
    await failure(runner(t.testdir())(...inRegion)),
    /^CommandError: Asking CloudFormation in eu-central-1 failed \(Error: connect ECONNREFUSED 127\.0\.0\.1:\d+\)\.$/,
  )
})

t.test('the stack is not finished', async t => {
  await cloudFormation(t, describedStack('CREATE_IN_PROGRESS', {}))
  t.equal(
    await failure(runner(t.testdir())(...inRegion)),
    'CommandError: The stack orders is CREATE_IN_PROGRESS: wait until that is done.',
  )
})

t.test('the stack has no user pool', async t => {
  await cloudFormation(t, describedStack('ROLLBACK_COMPLETE', {}))
  t.equal(
    await failure(runner(t.testdir())(...inRegion)),
    'CommandError: The stack orders (ROLLBACK_COMPLETE) has no output for COGNITO_USER_POOL_ID: deploy infra/cognito.yaml.',
  )
})

t.test('the stack has no app client', async t => {
  const outputs = { CognitoUserPoolId: 'eu-central-1_AbCdEfGhI' }
  await cloudFormation(t, describedStack('CREATE_COMPLETE', outputs))
  t.equal(
    await failure(runner(t.testdir())(...inRegion)),
    'CommandError: The stack orders (CREATE_COMPLETE) has no output for COGNITO_CLIENT_ID: deploy infra/cognito.yaml.',
  )
})

t.test('the answer tells of no stack', async t => {
  await cloudFormation(t, { status: 200, xml: '<DescribeStacksResponse/>' })
  t.equal(
    await failure(runner(t.testdir())(...inRegion)),
    'CommandError: The stack orders (without a status) has no output for COGNITO_USER_POOL_ID: deploy infra/cognito.yaml.',
  )
})

t.test('the SDK is not installed', async t => {
  const absent = '@aws-sdk/client-absent'
  t.equal(
    await failure(findStack({ name: 'orders' }, () => import(absent))),
    'CommandError: The AWS SDK is not installed: npm install --no-save @aws-sdk/client-cloudformation.',
  )
})

t.test('.env cannot be written', async t => {
  const cwd = t.testdir({ '.env': {} })
  t.equal(
    await failure(runner(cwd)(...inRegion)),
    `CommandError: The settings are wrong:\n${cwd}/.env cannot be read (EISDIR): see whose it is, or delete it`,
  )
  // Newer versions of Node say here, too, which file it is.
  t.equal(
    (await failure(updateEnvFile(`${cwd}/.env`, new Map())))?.replace(/ '.*'\.$/, '.'),
    `CommandError: ${cwd}/.env cannot be written: EISDIR: illegal operation on a directory, read.`,
  )
})
