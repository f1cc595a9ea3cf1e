// Run by postgres.mjs: tells the URL of a PostgreSQL, if there is one, and ends it when nobody listens.
import { t } from 'tap'
import { findPostgres, startPostgres } from '../test/support/postgres.ts'

// tap, which comes with the support of the tests, would end the process after 30 seconds.
t.setTimeout(0)

const server = findPostgres() === undefined ? undefined : await startPostgres({ durable: true })
process.once('disconnect', () => void server?.stop())
process.send?.({ kind: 'postgres', url: server?.url })
