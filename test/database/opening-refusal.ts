import { openDatabase } from '../../src/database/database.ts'
import { DatabaseOpeningError } from '../../src/database/opening-error.ts'

/** What is said of a database that cannot be opened. */
export async function refusal(url: string): Promise<string> {
  const error = await openDatabase(url).then(
    () => undefined,
    error => error,
  )
  return error instanceof DatabaseOpeningError ? error.message : `not refused: ${error}`
}
