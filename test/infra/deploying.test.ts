import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import t from 'tap'
import { parse } from 'yaml'
import { loadConfig, SettingsSchema } from '../../src/config/index.ts'
import { answerTimeoutMs, connectTimeoutMs } from '../../src/database/postgres.ts'
import { defaultTimeOuts } from '../../src/limits/time-outs.ts'
import { codeBlocks } from '../support/markdown.ts'

const docs = new URL('../../docs/', import.meta.url)
const guide = readFileSync(new URL('deploying.md', docs), 'utf8')
const compose = readFileSync(new URL('../infra/compose.yaml', docs), 'utf8')
const manifest = JSON.parse(readFileSync(new URL('../package.json', docs), 'utf8'))
const blocks = codeBlocks(guide)
const scripts = blocks.filter(({ language }) => language === 'sh').map(({ code }) => code)

/** Variables that are not settings of the service, and who reads them. */
const others = {
  POSTGRES_PASSWORD: 'infra/compose.yaml',
  TEST_POSTGRES_URL: 'the tests',
  NODE_EXTRA_CA_CERTS: 'Node',
}

t.test('every setting it names exists', async t => {
  const names = new Set(guide.match(/\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b/g))
  t.ok(names.size > 20, `${names.size} names`)
  for (const name of names) t.ok(name in SettingsSchema.properties || name in others, name)
  t.match(compose, /\bPOSTGRES_PASSWORD\b/)
})

t.test('every value it gives a setting is a good one', async t => {
  const given = scripts.flatMap(script => [
    ...script.matchAll(/(?:^|\s)([A-Z_]+)=(?:'([^']*)'|([^\s'"]+))/gm),
  ])
  const values = given.map(([, name = '', quoted, plain]) => [name, quoted ?? plain])
  const settings = values.filter(([name = '']) => name in SettingsSchema.properties)
  t.ok(settings.length >= 9, `${settings.length} values`)
  const pool = { COGNITO_USER_POOL_ID: 'eu-central-1_AbCdEfGhI', COGNITO_CLIENT_ID: 'a' }
  for (const [name = '', value] of settings) {
    const config = loadConfig({ ...pool, PUBLIC_URL: 'https://api.example.com', [name]: value })
    t.ok(name in config, `${name}=${value}`)
  }
})

t.test('the shell would understand every command', async t => {
  t.ok(scripts.length >= 9)
  for (const script of scripts) {
    t.doesNotThrow(() => execFileSync('sh', ['-n', '-c', script], { stdio: 'pipe' }), script)
    for (const [, name = ''] of script.matchAll(/npm run (?:--silent )?([\w:]+)/g)) {
      t.ok(name in manifest.scripts, name)
    }
    for (const [, file = ''] of script.matchAll(/--file (\S+)/g)) {
      t.ok(existsSync(new URL(`../${file}`, docs)), file)
    }
  }
})

t.test('the time-outs are those of the service', async t => {
  const table = guide.slice(guide.indexOf('## Proxies and time-outs'))
  const cell = (row: string) => new RegExp(`^\\| ${row} \\| ([^|]*?) \\|`, 'm').exec(table)?.[1]
  t.equal(cell('idle connection'), `${defaultTimeOuts.keepAlive / 1000} s`)
  t.equal(cell('headers of a request'), `${defaultTimeOuts.headers / 1000} s`)
  t.equal(cell('whole request'), `${defaultTimeOuts.request / 1000} s`)
  t.equal(
    cell('answer from the database to a query, of which an order with a key has four'),
    'under 2 s, then 503',
  )
  t.ok(answerTimeoutMs + connectTimeoutMs < 2000)
  t.match(guide, `takes one second at most, and a connection ${connectTimeoutMs / 1000} s`)
  t.equal(answerTimeoutMs, 1000)
})

t.test('the deployment for Kubernetes fits the service', async t => {
  const [block] = blocks.filter(({ language }) => language === 'yaml')
  const { template } = parse(block?.code ?? '').spec
  const [container] = template.spec.containers
  const env: { name: string; value: string }[] = container.env
  const settings = Object.fromEntries(env.map(({ name, value }) => [name, value]))
  const config = loadConfig({
    ...settings,
    COGNITO_USER_POOL_ID: 'eu-central-1_AbCdEfGhI',
    COGNITO_CLIENT_ID: 'a',
  })
  t.strictSame(
    container.ports.map(({ containerPort }: { containerPort: number }) => containerPort),
    [config.PORT, config.METRICS_PORT],
  )
  const { readinessProbe, livenessProbe } = container
  t.strictSame(readinessProbe.httpGet, { path: '/readyz', port: config.PORT })
  t.strictSame(livenessProbe.httpGet, { path: '/livez', port: config.PORT })
  const noticed = readinessProbe.periodSeconds * readinessProbe.failureThreshold
  t.ok(config.SHUTDOWN_DELAY_SECONDS > noticed)
  t.ok(template.spec.terminationGracePeriodSeconds >= config.SHUTDOWN_DELAY_SECONDS + 10)
  t.ok(container.image.endsWith(`:${manifest.version}`))
})
