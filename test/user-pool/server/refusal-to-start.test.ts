import t from 'tap'
import { refusalToStart } from '../../../src/user-pool/server/refusal-to-start.ts'

const wayOut = 'set COGNITO_USER_POOL_ID to use a real user pool.'

t.test('a developer’s machine is where the local pool belongs', async t => {
  for (const host of ['localhost', '127.0.0.1', '127.8.8.8', '::1']) {
    t.equal(refusalToStart({ NODE_ENV: 'development', HOST: host }, host), undefined, host)
  }
  t.equal(refusalToStart({ NODE_ENV: ' ', KUBERNETES_SERVICE_HOST: ' ' }, 'localhost'), undefined)
})

t.test('it does not start in production', async t => {
  const reason = `The local user pool does not start with NODE_ENV=production: ${wayOut}`
  t.equal(refusalToStart({ NODE_ENV: 'production' }, 'localhost'), reason)
  t.equal(refusalToStart({ NODE_ENV: 'production ' }, '0.0.0.0'), reason)
})

t.test('it does not start where a platform runs the process', async t => {
  for (const [variable, place] of [
    ['AWS_LAMBDA_FUNCTION_NAME', 'an AWS Lambda function'],
    ['ECS_CONTAINER_METADATA_URI', 'an Amazon ECS task'],
    ['ECS_CONTAINER_METADATA_URI_V4', 'an Amazon ECS task'],
    ['AWS_EXECUTION_ENV', 'an AWS compute service'],
    ['KUBERNETES_SERVICE_HOST', 'a Kubernetes pod'],
  ] as const) {
    t.equal(
      refusalToStart({ [variable]: 'x' }, 'localhost'),
      `The local user pool does not start in ${place} (${variable} is set): ${wayOut}`,
    )
  }
})

t.test('it does not start on an address that other machines can reach', async t => {
  for (const host of ['0.0.0.0', '::', '10.0.0.1', 'example.com', '127.0.0.1.evil.com', '']) {
    t.equal(
      refusalToStart({}, host),
      `The local user pool does not start on ${host}, which is none of localhost, 127.x.x.x and ::1: set HOST=localhost, or ${wayOut}`,
    )
  }
})
