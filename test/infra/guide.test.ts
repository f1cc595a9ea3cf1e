import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { promisify } from 'node:util'
import t from 'tap'
import { cloudFormation, describedStack } from '../cli/env-aws/cloudformation.ts'
import { runner } from '../cli/env-aws/run.ts'
import { startApi } from '../support/api.ts'
import { codeBlocks } from '../support/markdown.ts'
import { awsCommands, commandFaults } from './aws-command.ts'
import { parseTemplate } from './parse-template.ts'
import { stackWith, templateText } from './stack.ts'

const guide = await readFile(new URL('../../docs/aws-user-pool.md', import.meta.url), 'utf8')
const blocks = codeBlocks(guide).map(({ code }) => code)
const { template } = parseTemplate(templateText)

t.test('the AWS CLI would understand every command', async t => {
  const commands = blocks.flatMap(awsCommands)
  t.equal(commands.length, 12)
  t.same(commands.flatMap(commandFaults), [])
})

t.test('a command that it would not understand is found', async t => {
  const script = `aws cognito-idp sign-up --client-id x --user-name y
aws cognito-idp sign-in --client-id x
aws sns publish
x=$(aws cloudformation deploy --stack orders)`
  t.same(awsCommands(script).flatMap(commandFaults), [
    'aws cognito-idp sign-up: there is no --user-name',
    'aws cognito-idp sign-up: --username is missing',
    'aws cognito-idp sign-in: there is no such command',
    'aws sns publish: there is no such command',
    'aws cloudformation deploy: there is no --stack',
    'aws cloudformation deploy: --stack-name is missing',
  ])
})

t.test('parameters that are set exist, and files that are named too', async t => {
  const deployments = blocks
    .flatMap(awsCommands)
    .filter(({ operation }) => operation === 'deploy')
    .map(({ options }) => options)
  t.equal(deployments.length, 2)
  for (const options of deployments) {
    const names = options.get('parameter-overrides')?.map(text => text.split('=')[0] as string)
    t.same(
      names?.filter(name => !(name in template.Parameters)),
      [],
    )
    const [file = ''] = options.get('template-file') ?? []
    t.equal(await readFile(new URL(`../../${file}`, import.meta.url), 'utf8'), templateText)
  }
})

t.test('the table of parameters is the list of parameters', async t => {
  const section = guide.split('## Parameters')[1]?.split('\n## ')[0] ?? ''
  const rows = [...section.matchAll(/^\| `(\w+)` \| (.*?) \|/gm)].map(([, name, text]) => [
    name,
    `${text}`.replaceAll('`', ''),
  ])
  const parameters = Object.entries(template.Parameters).map(([name, { Default }]) => [
    name,
    Default === '' ? 'made from the stack' : `${Default}`,
  ])
  t.same(rows, parameters)
})

t.test('the steps that need no AWS lead to the first 201', async t => {
  const cwd = t.testdir()
  const { app, pool } = await startApi(t)
  await app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = app.server.address() as AddressInfo
  const clients = pool.clients.map(({ name, id }) => [
    `${name.charAt(0).toUpperCase()}${name.slice(1)}Client`,
    id,
  ])
  const { Outputs } = stackWith({
    resources: {
      UserPool: pool.userPoolId,
      ResourceServer: 'orders',
      ...Object.fromEntries(clients),
    },
  })
  const outputs = Object.entries(Outputs).map(([name, { Value }]) => [name, `${Value}`])
  const answer = { ...Object.fromEntries(outputs), CognitoDomain: pool.origin }
  await cloudFormation(t, describedStack('CREATE_COMPLETE', answer))

  const [command = ''] = blocks.filter(code => code.includes('env:aws'))
  const [, args = ''] = command.trim().split(' -- ')
  await runner(cwd)(...args.split(' '), '--region', 'eu-central-1')

  const script = blocks
    .filter(code => /^(set|secret=|curl) ?/.test(code))
    .join('')
    .replaceAll('http://localhost:3000', `http://127.0.0.1:${port}`)
  const { stdout } = await promisify(execFile)('sh', ['-eu', '-c', `${awsStandIn}\n${script}`], {
    cwd,
    env: { PATH: process.env.PATH, MACHINE_SECRET: pool.client('machine').secret },
  })
  t.match(stdout, /^HTTP\/1\.1 201 Created\r\n/)
  t.match(JSON.parse(stdout.split('\r\n\r\n')[1] as string), {
    status: 'pending',
    total: 900,
    customer: pool.client('machine').id,
  })
})

/** In the place of the AWS CLI, which is asked for the secret alone. */
const awsStandIn = `aws() {
  [ "$1 $2" = 'cognito-idp describe-user-pool-client' ] && printf '%s\\n' "$MACHINE_SECRET"
}`
