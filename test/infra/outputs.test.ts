import t from 'tap'
import { settingsOf, stackSettings } from '../../src/cli/env-aws/stack-settings.ts'
import { loadConfig } from '../../src/config/index.ts'
import { referencesIn } from './intrinsics.ts'
import { parseTemplate } from './parse-template.ts'
import { stackWith, templateText } from './stack.ts'

const resources = {
  UserPool: 'eu-central-1_AbCdEfGhI',
  Domain: 'orders-9f3c1a70',
  ResourceServer: 'orders',
  WebClient: '1web',
  DocsClient: '2docs',
  CliClient: '3cli',
  PostmanClient: '4postman',
  MachineClient: '5machine',
  IdentityPool: 'eu-central-1:9f3c1a70-6b1e-41f1-9d5c-0a1b2c3d4e5f',
}

/** What CloudFormation would answer when the stack is done. */
const outputs = new Map(
  Object.entries(stackWith({ resources }).Outputs).map(([name, { Value }]) => [name, `${Value}`]),
)

t.test('the outputs are the settings of the service and its clients', async t => {
  const { settings, others } = settingsOf({ name: 'orders', status: 'CREATE_COMPLETE', outputs })
  t.same(Object.fromEntries(settings), {
    AWS_REGION: 'eu-central-1',
    COGNITO_USER_POOL_ID: 'eu-central-1_AbCdEfGhI',
    COGNITO_CLIENT_ID: '1web,2docs,3cli,4postman,5machine',
    COGNITO_DOMAIN: 'https://orders-9f3c1a70.auth.eu-central-1.amazoncognito.com',
    RESOURCE_SERVER_ID: 'orders',
    WEB_URL: 'http://localhost:4200',
    COGNITO_WEB_CLIENT_ID: '1web',
    COGNITO_DOCS_CLIENT_ID: '2docs',
    COGNITO_CLI_CLIENT_ID: '3cli',
    COGNITO_POSTMAN_CLIENT_ID: '4postman',
    COGNITO_MACHINE_CLIENT_ID: '5machine',
    COGNITO_IDENTITY_POOL_ID: 'eu-central-1:9f3c1a70-6b1e-41f1-9d5c-0a1b2c3d4e5f',
  })
  t.same(others, [])
})

t.test('the service starts with them', async t => {
  const { settings } = settingsOf({ name: 'orders', status: 'CREATE_COMPLETE', outputs })
  const config = loadConfig({ ...Object.fromEntries(settings), NODE_ENV: 'production' })
  t.equal(config.COGNITO_USER_POOL_ID, 'eu-central-1_AbCdEfGhI')
  t.equal(config.COGNITO_WEB_CLIENT_ID, '1web')
  t.equal(config.COGNITO_IDENTITY_POOL_ID, resources.IdentityPool)
  t.same(config.COGNITO_CLIENT_ID, ['1web', '2docs', '3cli', '4postman', '5machine'])
})

t.test(
  'the command takes no setting that the template does not bring, but for a secret',
  async t => {
    const { settings } = settingsOf({ name: 'orders', status: 'CREATE_COMPLETE', outputs })
    t.same(
      stackSettings.filter(name => !settings.has(name)),
      ['COGNITO_WEB_CLIENT_SECRET'],
    )
  },
)

t.test('no secret is an output, where everyone who may see the stack would see it', async t => {
  const { template } = parseTemplate(templateText)
  const attributes = referencesIn(template.Outputs, 'Outputs').filter(
    ({ kind }) => kind === 'attribute',
  )
  t.same(attributes, [])
})
