// What load.lua does, for machines without wrk: <url> <connections> <seconds> -- <path> <file> <method> <body>
import { readFileSync } from 'node:fs'
import autocannon from 'autocannon'

const [url, connections, seconds, , path, file, method, body] = process.argv.slice(2)
const tokens = readFileSync(file, 'utf8').split('\n')
let at = 0

function next() {
  at = (at + 1) % tokens.length
  return {
    authorization: `Bearer ${tokens[at]}`,
    ...(body && { 'content-type': 'application/json' }),
  }
}

const result = await autocannon({
  url: `${url}${path}`,
  method,
  ...(body && { body }),
  connections: Number(connections),
  duration: Number(seconds),
  setupClient(client) {
    client.setHeaders(next())
    client.on('response', () => client.setHeaders(next()))
  },
})

process.stdout.write(
  `${JSON.stringify({
    requests: result.requests.total,
    seconds: result.duration,
    p99: result.latency.p99,
    refused: result.non2xx,
    broken: result.errors + result.timeouts,
  })}\n`,
)
