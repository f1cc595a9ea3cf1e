import { execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import t from 'tap'
import { parse } from 'yaml'
import { startApi } from '../support/api.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const committed = readFileSync(`${root}/openapi.yaml`, 'utf8')

t.test('openapi.yaml is what the routes say: if not, npm run openapi', async t => {
  const cwd = t.testdir()
  const program = fileURLToPath(new URL('../../src/contract/write.ts', import.meta.url))
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [program], { cwd })
  t.strictSame([stdout, stderr], ['', ''])
  t.strictSame(readdirSync(cwd), ['openapi.yaml'])
  t.equal(readFileSync(`${cwd}/openapi.yaml`, 'utf8'), committed)
})

t.test('what is served is the document of the instance, in either form', async t => {
  const { app, send } = await startApi(t)
  for (let turn = 0; turn < 2; turn++) {
    const json = await send({ url: '/openapi.json' })
    t.strictSame(json.json(), app.swagger())
    const yaml = await send({ url: '/openapi.yaml' })
    t.strictSame(parse(yaml.body), app.swagger())
  }
})

t.test('parsers of YAML 1.1 read it too', async t => {
  t.notMatch(committed, /[&*]a\d/, 'no anchors')
  t.notMatch(committed, /^\s+(- |\w+: )\d{4}-\d\d-\d\d/m, 'no times that are not texts')
})

t.test('redocly finds nothing wrong with it', async t => {
  const require = createRequire(import.meta.url)
  const manifest = require.resolve('@redocly/cli/package.json')
  const program = manifest.replace(/package\.json$/, require(manifest).bin.redocly)
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [program, 'lint', 'openapi.yaml', '--format=json'],
    {
      cwd: root,
      env: {
        PATH: process.env.PATH,
        REDOCLY_TELEMETRY: 'off',
        REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true',
      },
    },
  )
  t.match(JSON.parse(stdout), { totals: { errors: 0, warnings: 0, ignored: 0 }, problems: [] })
})
