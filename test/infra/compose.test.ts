import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { parse } from 'yaml'
import { loadConfig, SettingsSchema } from '../../src/config/index.ts'
import { stages } from './image.ts'

interface Service {
  image: string
  build?: { context: string; dockerfile: string }
  environment?: Record<string, string>
  volumes?: string[]
  depends_on?: Record<string, { condition: string }>
  healthcheck?: object
  read_only?: boolean
  security_opt?: string[]
}

const folder = new URL('../../infra/', import.meta.url)
const text = readFileSync(new URL('compose.yaml', folder), 'utf8')
const compose = parse(text) as { services: Record<string, Service>; volumes: object }
const { services } = compose
const api = services.api as Service
const last = stages.at(-1)
const environmentOfImage = last?.instructions.find(({ name }) => name === 'ENV')?.args ?? []

const given: Record<string, string> = {
  COGNITO_USER_POOL_ID: 'eu-central-1_AbCdEfGhI',
  COGNITO_CLIENT_ID: '1example23456789',
  POSTGRES_PASSWORD: 'secret',
}

/** As `docker compose` fills in its variables. */
function filledIn(value: string): string {
  return value.replace(
    /\$\{(\w+)(?::([-?])([^}]*))?\}/g,
    (_, name: string, kind = '', fallback = '') => {
      if (kind === '?' && given[name] === undefined) throw new Error(`${name} ${fallback}`)
      return given[name] ?? (kind === '-' ? fallback : '')
    },
  )
}

t.test('every setting of the API that .env may hold reaches it', async t => {
  const ofTheImage = ['HOST', 'PORT', 'NODE_ENV', 'SHUTDOWN_DELAY_SECONDS']
  const elsewhere = /^(USER_POOL_|WEB_|COGNITO_(WEB|CLI|POSTMAN|MACHINE)_|COGNITO_IDENTITY_|AWS_)/
  t.strictSame(
    Object.keys(SettingsSchema.properties).filter(
      name =>
        !(name in (api.environment ?? {})) && !ofTheImage.includes(name) && !elsewhere.test(name),
    ),
    [],
  )
})

t.test('every setting it makes is one, and all together are right', async t => {
  const names = Object.keys(api.environment ?? {})
  t.ok(names.length > 8)
  t.strictSame(
    names.filter(name => !(name in SettingsSchema.properties)),
    [],
  )
  const environment = Object.entries(api.environment ?? {}).map(([name, value]) => [
    name,
    filledIn(value),
  ])
  const image = environmentOfImage.map(pair => pair.split(/=(.*)/s, 2))
  t.match(loadConfig(Object.fromEntries([...image, ...environment])), {
    NODE_ENV: 'production',
    HOST: '0.0.0.0',
    DATABASE_URL: 'postgres://orders:secret@postgres:5432/orders',
    REDIS_URL: 'redis://redis:6379/0',
    PUBLIC_URL: 'http://localhost:3000',
  })
})

t.test('what must be given is said at the top', async t => {
  const head = text.slice(0, text.indexOf('\nname:'))
  const demanded = [...text.matchAll(/\$\{(\w+):\?/g)].map(([, name]) => name)
  t.strictSame(new Set(demanded), new Set(Object.keys(given)))
  for (const name of demanded) t.match(head, name)
})

t.test('the settings of the image are settings', async t => {
  const names = environmentOfImage.map(pair => pair.split('=', 1)[0] as string)
  t.ok(names.length > 3)
  t.strictSame(
    names.filter(name => !(name in SettingsSchema.properties)),
    [],
  )
})

t.test('every file it refers to exists', async t => {
  const { context = '', dockerfile = '' } = api.build ?? {}
  const root = new URL(`${context}/`, folder)
  t.equal(fileURLToPath(root), fileURLToPath(new URL('../../', import.meta.url)))
  t.ok(existsSync(new URL(dockerfile, root)))
  const mounts = Object.values(services).flatMap(({ volumes = [] }) => volumes)
  const [files, named] = [
    mounts.filter(mount => mount.startsWith('.')),
    mounts.filter(mount => !mount.startsWith('.')),
  ]
  t.equal(files.length, 1)
  for (const mount of files) t.ok(existsSync(new URL(mount.split(':')[0] as string, folder)), mount)
  t.strictSame(
    named.map(mount => mount.split(':')[0]),
    Object.keys(compose.volumes),
  )
})

t.test('every service is hardened, has a version, and waits for those that are well', async t => {
  for (const [name, service] of Object.entries(services)) {
    t.equal(service.read_only, true, name)
    t.strictSame(service.security_opt, ['no-new-privileges:true'], name)
    if (service.build === undefined) t.match(service.image, /:v?\d+\.\d+(\.\d+)?(-[a-z]+)?$/, name)
    for (const [other, { condition }] of Object.entries(service.depends_on ?? {})) {
      t.equal(condition, 'service_healthy', `${name} on ${other}`)
      t.ok(services[other]?.healthcheck !== undefined || other === 'api', other)
    }
  }
  t.ok(last?.instructions.some(({ name }) => name === 'HEALTHCHECK'))
})

t.test('Prometheus asks the port where the metrics are', async t => {
  const { scrape_configs: jobs } = parse(readFileSync(new URL('prometheus.yml', folder), 'utf8'))
  const [{ dns_sd_configs: [target] = [] }] = jobs
  t.strictSame([target.names, String(target.port)], [['api'], api.environment?.METRICS_PORT])
  const exposed = last?.instructions.find(({ name }) => name === 'EXPOSE')?.args
  t.strictSame(exposed, ['3000', api.environment?.METRICS_PORT])
})
