// Start and speed of the local user pool: npm run build && node bench/user-pool.mjs
//
// CPU time stays true on a busy machine, wall time does not; ratios to a bare Fastify of the same
// minute say more than both.
import { fork } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import http from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { median, ratio } from './statistics.mjs'

const own = fileURLToPath(import.meta.url)
const rounds = 9
const seconds = 2
const connections = 16
const goals = { startMs: 300, memoryMB: 25, tokensPerCpuSecond: 500 }

const cpuMs = () => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}
const memoryMB = () => process.memoryUsage().rss / 1e6

async function startBare() {
  const { default: Fastify } = await import('fastify')
  const app = Fastify()
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'string' }, async (_request, body) => body)
  app.post('/', async () => ({ access_token: 'x'.repeat(900), expires_in: 3600 }))
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  return { url, authorization: 'Basic eDp5' }
}

async function startPool(dataFolder) {
  const { createUserPool } = await import('../dist/user-pool/index.js')
  const pool = await createUserPool({ dataFolder, host: '127.0.0.1' })
  const { id, secret } = pool.client('machine')
  const authorization = `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`
  return { url: pool.tokenEndpoint, authorization }
}

/** One request, without what `fetch` would load. */
function requestToken({ url, authorization }, agent) {
  return new Promise((resolve, reject) => {
    const headers = { authorization, 'content-type': 'application/x-www-form-urlencoded' }
    const request = http.request(url, { method: 'POST', headers, agent }, async response => {
      const { access_token: token } = JSON.parse((await response.toArray()).join(''))
      if (response.statusCode === 200 && token) resolve()
      else reject(new Error(`Status ${response.statusCode} in place of a token`))
    })
    request.on('error', reject)
    request.end('grant_type=client_credentials')
  })
}

async function serve([kind, dataFolder]) {
  const target = kind === 'pool' ? await startPool(dataFolder) : await startBare()
  await requestToken(target)
  process.send({ target, ms: performance.now(), cpuMs: cpuMs(), memoryMB: memoryMB() })
  process.on('message', () => process.send({ cpuMs: cpuMs() }))
}

const answer = child => new Promise(resolve => child.once('message', resolve))

async function start(kind, dataFolder) {
  const child = fork(own, [kind, dataFolder])
  return { child, ...(await answer(child)) }
}

async function measureStart(kind, dataFolder) {
  const { child, ...measured } = await start(kind, dataFolder)
  child.disconnect()
  child.kill()
  return measured
}

async function measureTokens(kind, dataFolder) {
  const { child, target } = await start(kind, dataFolder)
  const agent = new http.Agent({ keepAlive: true, maxSockets: connections })
  let tokens = 0
  const load = async until => {
    while (performance.now() < until) {
      await requestToken(target, agent)
      tokens += 1
    }
  }
  const cpu = async () => {
    child.send('cpu')
    return (await answer(child)).cpuMs
  }
  const all = until => Promise.all(Array.from({ length: connections }, () => load(until)))
  await all(performance.now() + 1000)
  const before = await cpu()
  tokens = 0
  await all(performance.now() + seconds * 1000)
  const used = (await cpu()) - before
  agent.destroy()
  child.disconnect()
  child.kill()
  return { perSecond: tokens / seconds, perCpuSecond: (tokens / used) * 1000 }
}

function report(name, value, unit, verdict = '') {
  console.log(
    `${name.padEnd(46)}${value.toFixed(value < 10 ? 2 : 0).padStart(8)} ${unit} ${verdict}`,
  )
}

const verdict = isMet => (isMet ? 'met' : 'NOT MET')

async function measure() {
  const dataFolder = await mkdtemp(join(tmpdir(), 'user-pool-bench-'))
  try {
    // Makes the keys, and fills the file cache.
    await measureStart('pool', dataFolder)
    await measureStart('bare', dataFolder)
    const [pool, bare] = [[], []]
    for (let round = 0; round < rounds; round += 1) {
      pool.push(await measureStart('pool', dataFolder))
      bare.push(await measureStart('bare', dataFolder))
    }
    const of = (list, member) => list.map(measured => measured[member])
    const ms = median(of(pool, 'ms'))
    const added = median(of(pool, 'memoryMB')) - median(of(bare, 'memoryMB'))
    console.log(`Process start to first token over HTTP, keys there, median of ${rounds}`)
    report('  wall', ms, 'ms', `(under ${goals.startMs}: ${verdict(ms < goals.startMs)})`)
    // What comes nearest to a machine that does nothing else.
    report('  wall, fastest round', Math.min(...of(pool, 'ms')), 'ms')
    report('  CPU', median(of(pool, 'cpuMs')), 'ms')
    report('  wall, to a bare Fastify', ratio(of(pool, 'ms'), of(bare, 'ms')), 'times')
    report('  CPU, to a bare Fastify', ratio(of(pool, 'cpuMs'), of(bare, 'cpuMs')), 'times')
    report(
      '  memory, above a bare Fastify',
      added,
      'MB',
      `(under ${goals.memoryMB}: ${verdict(added < goals.memoryMB)})`,
    )

    const tokens = await measureTokens('pool', dataFolder)
    const answers = await measureTokens('bare', dataFolder)
    const { perCpuSecond } = tokens
    console.log(`Client credentials over HTTP, ${connections} connections, RS256 with 2048 bits`)
    report(
      '  tokens a second of CPU, which is of one core',
      perCpuSecond,
      '',
      `(from ${goals.tokensPerCpuSecond}: ${verdict(perCpuSecond >= goals.tokensPerCpuSecond)})`,
    )
    report('  tokens a second, beside the load', tokens.perSecond, '')
    report('  CPU of a token, to a bare answer', answers.perCpuSecond / perCpuSecond, 'times')
  } finally {
    await rm(dataFolder, { recursive: true })
  }
}

const args = process.argv.slice(2)
await (args.length > 0 ? serve(args) : measure())
