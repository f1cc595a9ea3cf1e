import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { parse } from 'yaml'
import { createMetrics } from '../../src/metrics/metrics.ts'
import { serviceMetrics } from '../../src/metrics/service-metrics.ts'
import { startApi } from '../support/api.ts'
import { codeBlocks } from '../support/markdown.ts'
import { parseExposition } from './exposition.ts'

/** Tests run in the folder of the package. */
const root = process.cwd()
const guide = readFileSync(join(root, 'docs/operating.md'), 'utf8')
const dashboard = JSON.parse(readFileSync(join(root, 'infra/grafana.json'), 'utf8'))

/** Labels that Prometheus adds to every series. */
const targetLabels = ['job', 'instance']

/** Everything that there is to measure, once: PostgreSQL and Redis are among it. */
const metrics = createMetrics()
const keySet = { usable: true, age: 1, refreshes: 1, failures: 0 }
const api = await startApi(t, { limits: { perPrincipal: 1, failuresPerAddress: 1 } })
metrics.add(
  ...serviceMetrics({
    cognito: {
      keySets: new Map([['https://issuer.example.com', keySet]]),
      cacheSize: 0,
    },
    revocations: api.app.revocations,
    database: { poolStatus: () => ({ total: 0, idle: 0, waiting: 0 }) },
    limits: { perPrincipal: 1, failuresPerAddress: 1, store: { isAvailable: true } as never },
  }),
)
metrics.onAnswer(
  { method: 'GET', routeOptions: { url: '/' } } as never,
  { statusCode: 200, elapsedTime: 1 } as never,
)

const text = await metrics.text()
const series = parseExposition(text)
const labelsOf = new Map(series.map(({ name, labels }) => [name, Object.keys(labels)]))
const families = [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(
  ([, name = '', type = '']) => [name, type] as const,
)

const functions = new Set(
  'sum min max count by rate increase histogram_quantile vector or and'.split(' '),
)

/** What a query asks for that there is not. */
function faultsOf(query: string): string[] {
  const faults: string[] = []
  const rest = query.replace(/([a-z_]\w*)\{([^}]*)\}/g, (_, metric: string, matchers: string) => {
    const labels = labelsOf.get(metric)
    if (labels === undefined) faults.push(`no metric ${metric}`)
    for (const [, label = ''] of matchers.matchAll(/(\w+)(?==|!=)/g)) {
      if (![...targetLabels, ...(labels ?? [])].includes(label)) {
        faults.push(`${metric} has no label ${label}`)
      }
    }
    return ' '
  })
  const asked = [...query.matchAll(/([a-z_]\w*)\{/g)].map(([, name = '']) => name)
  const inUse = asked.flatMap(name => labelsOf.get(name) ?? [])
  const grouping = rest.replace(/by \(([^)]*)\)/g, (_, list: string) => {
    for (const label of list.split(/,\s*/)) {
      if (![...targetLabels, ...inUse].includes(label)) faults.push(`no label ${label}`)
    }
    return ' '
  })
  const words = grouping.replace(/\[[^\]]*\]/g, ' ').match(/[a-z_]\w*/g) ?? []
  for (const word of words) if (!functions.has(word)) faults.push(`${word} is not known`)
  if (asked.length === 0) faults.push('asks for nothing')
  return faults
}

t.test('the checker finds what is wrong', async t => {
  t.strictSame(faultsOf('sum(no_such{job="a"})'), ['no metric no_such'])
  t.strictSame(faultsOf('build_info{place="a"}'), ['build_info has no label place'])
  t.strictSame(faultsOf('sum by (place) (build_info{})'), ['no label place'])
  t.strictSame(faultsOf('build_info{} + other'), ['other is not known'])
  t.strictSame(faultsOf('vector(1)'), ['asks for nothing'])
  t.strictSame(faultsOf('sum by (version, job) (rate(build_info{version!="1"}[5m])) > 0.1'), [])
})

t.test('every query of the dashboard asks for what there is', async t => {
  const queries = dashboard.panels.flatMap(
    ({ title, targets = [] }: { title: string; targets?: { expr: string }[] }) =>
      targets.map(({ expr }) => [title, expr]),
  )
  t.ok(queries.length >= 25, `${queries.length} queries`)
  for (const [title, expr] of queries) t.strictSame(faultsOf(expr), [], `${title}: ${expr}`)
  for (const { query } of dashboard.templating.list.slice(1)) {
    const [, selector = ''] = /^label_values\((.*), \w+\)$/.exec(query.query) ?? []
    t.strictSame(faultsOf(selector), [])
  }
  const ids = dashboard.panels.map(({ id }: { id: number }) => id)
  t.equal(new Set(ids).size, ids.length)
})

t.test('every metric of the service is on the dashboard', async t => {
  const queries = JSON.stringify(dashboard.panels)
  for (const [name] of families) {
    if (!/^(process|nodejs)_/.test(name)) t.match(queries, name)
  }
})

t.test('every alert of the guide asks for what there is', async t => {
  const [block] = codeBlocks(guide).filter(({ language }) => language === 'yaml')
  const { groups } = parse(block?.code ?? '')
  const rules: { alert: string; expr: string }[] = groups[0].rules
  t.ok(rules.length >= 10)
  for (const { alert, expr } of rules) t.strictSame(faultsOf(expr), [], alert)
})

/** The rows of the table that follows a heading, cell by cell. */
function tableAfter(heading: string): string[][] {
  const section = guide.slice(guide.indexOf(`${heading}\n`))
  const [table = ''] = /(^\|.*\n)+/m.exec(section) ?? []
  return table
    .trimEnd()
    .split('\n')
    .slice(2)
    .map(row =>
      row
        .split('|')
        .slice(1, -1)
        .map(cell => cell.trim()),
    )
}

t.test('the guide has every metric of the service, its type and labels, and no other', async t => {
  const documented = tableAfter('## Metrics').map(([name = '', type, labels = '']) => [
    name.replaceAll('`', ''),
    type,
    labels.replaceAll('`', ''),
  ])
  const own = families.filter(([name]) => !/^(process|nodejs)_/.test(name))
  const there = own.map(([name, type]) => {
    const labels = labelsOf.get(type === 'histogram' ? `${name}_count` : name) ?? []
    return [name, type, labels.join(', ')]
  })
  t.strictSame(documented.sort(), there.sort())
})

t.test('the guide has every reason, and no other', async t => {
  const source = readFileSync(join(root, 'src/cognito/errors.ts'), 'utf8')
  const list = source.slice(source.indexOf('export type DecisionReason'))
  const types = list.slice(0, list.indexOf('interface Refusal'))
  const reasons = [...types.matchAll(/'(\w+)'/g)].map(([, reason]) => reason)
  const documented = tableAfter('### Reasons').map(([reason = '']) => reason.replaceAll('`', ''))
  t.ok(reasons.length > 20)
  t.strictSame(documented.sort(), reasons.sort())
})

t.test('the guide has every message of the service that is more than information', async t => {
  const elsewhere = /^(user-pool|cli|web)\//
  const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  const messages = files
    .filter(file => file.endsWith('.ts') && !elsewhere.test(file))
    .flatMap(file => {
      const source = readFileSync(join(root, 'src', file), 'utf8')
      const calls = source.matchAll(
        /log(?:ger)?\.(?:warn|error|fatal)\(\s*\{[^']*\},?\s*'([^']+)'/g,
      )
      return [...calls].map(([, message = '']) => message)
    })
  t.ok(messages.length >= 12, `${messages.length} messages`)
  for (const message of messages) t.ok(guide.includes(`\`${message}\``), message)
})
