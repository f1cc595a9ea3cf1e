import { sql } from 'kysely'

/**
 * The time by the clock of the database, for times that are stored: an instance whose own clock is
 * ahead must not delete what others need. SQLite writes it with a space where they have a `T`, so
 * that what ended today does not count as ended there.
 */
export const databaseTime = sql<string>`current_timestamp`
