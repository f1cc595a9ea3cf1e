import { Writable } from 'node:stream'
import { ConfigError } from '../../config/index.ts'
import { exConfig } from '../../start/failure.ts'
import { refusalToStart } from '../../user-pool/server/refusal-to-start.ts'
import { readOptions } from '../arguments/options.ts'
import { type Command, CommandError, type Surroundings } from '../command.ts'
import { jsonText } from '../output/printable.ts'
import { openLocalPool } from '../settings/local-pool.ts'
import { readEnvironment, readSettings, wrongSettings } from '../settings/settings.ts'

const help = `Usage: npm run --silent web

Runs the web client until it is stopped with Ctrl+C: people sign in, see what their tokens say, call
the API and get AWS credentials. It serves the user pool that the settings name
(COGNITO_USER_POOL_ID, COGNITO_DOMAIN, COGNITO_WEB_CLIENT_ID), or the local user pool, which runs for
itself then. npm start runs it beside the local user pool already.

Options:
  --json   print where it is as one JSON value on stdout, once it listens
  --help   show this

Examples:
  npm run --silent web
  npm run --silent web -- --json
`

/** `web`: the web client alone. */
export const web: Command = {
  name: 'web',
  summary: 'run the web client, to sign in and see your tokens',
  help,
  run: async (args, surroundings) => {
    const options = readOptions(args, { json: 'switch' })
    const { url, close } = await startWeb(surroundings)
    if (options.has('json')) surroundings.out(jsonText({ url }))
    surroundings.err(`\n  Web client   ${url}\n\n  Stop: Ctrl+C\n\n`)
    await surroundings.untilStopped()
    await close()
    return 0
  },
}

async function startWeb(surroundings: Surroundings) {
  const environment = readEnvironment(surroundings)
  const settings = readSettings(environment, surroundings.cwd)
  const { config } = settings
  const isLocal = config.COGNITO_USER_POOL_ID === undefined
  const refusal = isLocal ? refusalToStart(environment, config.HOST) : undefined
  if (refusal !== undefined) throw new CommandError(refusal, { exitCode: exConfig })
  const pool = isLocal ? await openLocalPool(settings) : undefined
  const { createLogger } = await import('../../logging/logger.ts')
  const { startWebClient } = await import('../../web/start.ts')
  try {
    const destination = streamTo(surroundings.err)
    const logger = createLogger({ level: config.LOG_LEVEL, pretty: true, destination })
    return await startWebClient(config, pool, logger)
  } catch (error) {
    throw explained(error as NodeJS.ErrnoException, config.WEB_PORT)
  }
}

function streamTo(write: (text: string) => void): Writable {
  return new Writable({
    write: (chunk, _encoding, done) => {
      write(String(chunk))
      done()
    },
  })
}

function explained(error: NodeJS.ErrnoException, port: number): CommandError {
  if (error instanceof ConfigError) return wrongSettings(error)
  if (error.code === 'EADDRINUSE') {
    return new CommandError(
      `Port ${port} is taken: npm start runs the web client too, or choose another with WEB_PORT.`,
    )
  }
  return new CommandError(`The web client cannot be started: ${error.message}.`)
}
