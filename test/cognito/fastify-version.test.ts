import { readFileSync } from 'node:fs'
import Fastify from 'fastify'
import t from 'tap'
import { cognito } from '../../src/cognito/index.ts'

t.test('a Fastify that the package does not admit is refused at the start, too', async t => {
  const { peerDependencies } = JSON.parse(readFileSync('package.json', 'utf8'))
  const app = Fastify()
  t.teardown(() => app.close())
  Object.defineProperty(app, 'version', { value: '5.11.3' })
  await t.rejects(async () => app.register(cognito, {} as never), {
    message: `fastify-plugin: cognito-resource-server - expected '${peerDependencies.fastify}' fastify version, '5.11.3' is installed`,
  })
})
