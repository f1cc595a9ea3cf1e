// What load.lua does, for machines without wrk: <url> <connections> -- <path> <file> <method> <body>
import { readFileSync } from 'node:fs'
import autocannon from 'autocannon'

const [url, connections, , path, file, method, body] = process.argv.slice(2)
const tokens = readFileSync(file, 'utf8').split('\n')
let at = 0

function next() {
  at = (at + 1) % tokens.length
  return {
    authorization: `Bearer ${tokens[at]}`,
    ...(body && { 'content-type': 'application/json' }),
  }
}

process.kill(process.pid, 'SIGSTOP')
const load = autocannon({
  url: `${url}${path}`,
  method,
  ...(body && { body }),
  connections: Number(connections),
  // Longer than any load goes on, since it is told when to end, and than it ever pauses.
  duration: 3600,
  timeout: 30,
  setupClient(client) {
    client.setHeaders(next())
    client.on('response', () => client.setHeaders(next()))
  },
})
process.on('SIGINT', () => load.stop())
const result = await load

process.stdout.write(
  `${JSON.stringify({
    requests: result.requests.total,
    refused: result.non2xx,
    broken: result.errors + result.timeouts,
  })}\n`,
)
