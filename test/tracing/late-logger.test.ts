import type { FastifyBaseLogger } from 'fastify'
import { pino } from 'pino'
import t from 'tap'
import { LateLogger } from '../../src/tracing/late-logger.ts'

function lateLogger() {
  const lines: Record<string, unknown>[] = []
  const service = pino(
    { level: 'trace', base: null, timestamp: false },
    { write: line => lines.push(JSON.parse(line)) },
  )
  let made = 0
  const logger: FastifyBaseLogger = new LateLogger(() => {
    made++
    return service.child({ requestId: 'one' })
  })
  return { logger, lines, made: () => made }
}

t.test('nothing is made until something is logged, and then once', async t => {
  const { logger, lines, made } = lateLogger()
  t.equal(made(), 0)
  logger.info('hello')
  logger.warn({ route: '/orders' }, 'hello %s', 'again')
  t.equal(made(), 1)
  t.strictSame(lines, [
    { level: 30, requestId: 'one', msg: 'hello' },
    { level: 40, requestId: 'one', route: '/orders', msg: 'hello again' },
  ])
})

t.test('every level, and silence', async t => {
  const { logger, lines } = lateLogger()
  for (const level of ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const) {
    logger[level](level)
  }
  t.strictSame(
    lines.map(({ level, msg }) => [level, msg]),
    [
      [10, 'trace'],
      [20, 'debug'],
      [30, 'info'],
      [40, 'warn'],
      [50, 'error'],
      [60, 'fatal'],
    ],
  )
  t.equal(logger.level, 'trace')
})

t.test('its children', async t => {
  const { logger, lines } = lateLogger()
  logger.child({ order: 7 }, { level: 'warn' }).info('not this')
  logger.child({ order: 7 }).info('hello')
  t.strictSame(lines, [{ level: 30, requestId: 'one', order: 7, msg: 'hello' }])
})
