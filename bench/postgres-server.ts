// Run by postgres.mjs: tells the URL of a PostgreSQL, if there is one, and ends it when nobody listens.
import { findPostgres, startPostgres } from '../test/support/postgres-server.ts'

const server = findPostgres() === undefined ? undefined : await startPostgres({ durable: true })
process.once('disconnect', () => void server?.stop())
process.send?.({ kind: 'postgres', url: server?.url })
