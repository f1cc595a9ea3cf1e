import { readFile } from 'node:fs/promises'
import t from 'tap'
import { installPackage } from '../support/consumer.ts'
import { codeBlocks } from '../support/markdown.ts'

/** What is written for people who use the package, and not the service around it. */
const guides = ['plugin', 'testing', 'migrating'].map(name =>
  readFile(new URL(`../../docs/${name}.md`, import.meta.url), 'utf8'),
)
const blocks = (await Promise.all(guides))
  .flatMap(codeBlocks)
  .filter(({ language }) => language === 'ts')

// What the fragments of the guide take for granted.
const prelude = `
import Fastify from 'fastify'
import { cognito, type UserPoolOptions } from 'cognito-resource-server'
const app = Fastify()
declare const userPool: UserPoolOptions
declare const metrics: { count: (...values: unknown[]) => void }
`

t.test('the code of the guides compiles, and its tests pass, in a project of its own', async t => {
  const consumer = await installPackage(t.testdir())
  const files = blocks.map(({ name, code }, index) =>
    name === 'fragment' ? [`fragment-${index}.ts`, prelude + code] : [name, code],
  )
  await consumer.write(Object.fromEntries(files))
  await consumer.compile()
  const report = await consumer.run('--test', 'dist/service.test.js', 'dist/orders.test.js')
  t.match(report, /^# pass 6$/m)
  t.match(report, /^# fail 0$/m)
})
