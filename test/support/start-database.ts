// A process that opens the database given as its argument, says so, and ends.
import { openDatabase } from '../../src/database/database.ts'

const database = await openDatabase(process.argv[2] as string)
process.stdout.write(`ready: ${await database.isReady()}`)
await database.close()
