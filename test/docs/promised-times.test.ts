import { readFileSync } from 'node:fs'
import t from 'tap'
import { readyTimeoutMs } from '../../src/database/database.ts'
import { answerTimeoutMs, connectTimeoutMs } from '../../src/database/postgres.ts'
import { defaultSweepIntervalMs } from '../../src/database/sweep-regularly.ts'
import { defaultLastRequestsMs } from '../../src/http/graceful-close.ts'
import { defaultPatience } from '../../src/http/unfinished-requests.ts'
import { defaultSampleInterval } from '../../src/limits/load-shedding.ts'
import { defaultCommandTimeout } from '../../src/limits/shared-store.ts'
import { longestWaitMs } from '../../src/logging/log-lines.ts'
import { defaultPollIntervalMs } from '../../src/revocations/upkeep.ts'
import { closeTimeout } from '../../src/start/start.ts'

const documents = ['docs/operating.md', 'docs/revocations.md', 'docs/deploying.md', 'CHANGELOG.md']
const text = documents.map(file => readFileSync(file, 'utf8').replace(/\s+/g, ' ')).join('\n')

/** What the documents promise of times that no setting changes, and tests of the behaviour shorten. */
const promises: Record<string, [number, number]> = {
  'else through a look at one row every second': [defaultPollIntervalMs, 1_000],
  'tried again ten minutes later': [defaultSweepIntervalMs, 600_000],
  'delay of the event loop, mean of a second': [defaultSampleInterval, 1_000],
  'those that are kept have half a second to bring one more request': [defaultLastRequestsMs, 500],
  'Connections that bring no whole request within 3 s are ended': [
    defaultPatience.unfinished,
    3_000,
  ],
  'those that have not taken their answer after 8 s': [defaultPatience.unread, 8_000],
  'or 10 s after the delay, ends the process': [closeTimeout, 10_000],
  'A request waits 0.5 s for Redis at most': [defaultCommandTimeout, 500],
  'at most 0.75 s pass in waiting for a connection': [connectTimeoutMs, 750],
  'and 1 s in waiting for the answer to a query': [answerTimeoutMs, 1_000],
  'loses those of the last 50 ms': [longestWaitMs, 50],
}

for (const [promise, [actual, promised]] of Object.entries(promises)) {
  t.test(promise, async t => {
    t.ok(text.includes(promise))
    t.equal(actual, promised)
  })
}

t.test('a probe of readiness is answered no later than a request', async t => {
  t.ok(readyTimeoutMs <= connectTimeoutMs + answerTimeoutMs)
})

t.test('closing leaves time to close the database in', async t => {
  t.ok(defaultPatience.unread < closeTimeout)
})
