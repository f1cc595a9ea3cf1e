import { exConfig } from '../../start/failure.ts'
import { poolConfiguration } from '../../start/pool-configuration.ts'
import { hostFor } from '../../user-pool/configuration/loopback.ts'
import { refusalToStart } from '../../user-pool/server/refusal-to-start.ts'
import { readOptions } from '../arguments/options.ts'
import { readPort } from '../arguments/port.ts'
import { type Command, CommandError, type Surroundings } from '../command.ts'
import { poolText } from '../pool/text.ts'
import { poolFailure } from '../settings/local-pool.ts'
import { readEnvironment, readSettings } from '../settings/settings.ts'

const help = `Usage: npm run --silent pool -- [options]

Runs the local user pool alone, without the API, until it is stopped with Ctrl+C. It is the default
pool, or the one that user-pool.json in this folder describes (USER_POOL_FILE: another file).

Options:
  --port <port>   where to listen on localhost; 0 takes a free one; default: USER_POOL_PORT, 4100
  --reset         forget first who signed up, and the keys, ids and secrets
  --json          print what there is as one line of JSON on stdout, once it listens
  --help          show this

Examples:
  npm run --silent pool
  npm run --silent pool -- --reset
  npm run --silent pool -- --port 0 --json
`

/** `pool`: the local user pool alone. */
export const pool: Command = {
  name: 'pool',
  summary: 'run the local user pool alone',
  help,
  run: async (args, surroundings) => {
    const options = readOptions(args, { port: 'value', reset: 'switch', json: 'switch' })
    const port = readPort(options.value('port'), 0)
    const running = await startPool(surroundings, port, options.has('reset'))
    const { out, err, untilStopped } = surroundings
    if (options.has('json')) out(`${JSON.stringify(running.describe())}\n`)
    else err(poolText(running.describe()))
    await untilStopped()
    await running.close()
    return 0
  },
}

async function startPool(
  surroundings: Surroundings,
  givenPort: number | undefined,
  reset: boolean,
) {
  const environment = readEnvironment(surroundings)
  const settings = readSettings(environment, surroundings.cwd)
  const { config, dataFolder } = settings
  // Where the API listens does not matter here.
  const refusal = refusalToStart(environment, 'localhost')
  if (refusal !== undefined) throw new CommandError(refusal, { exitCode: exConfig })
  const port = givenPort ?? config.USER_POOL_PORT
  const { createUserPool, resetInstall } = await import('../../user-pool/index.ts')
  const origin = givenPort === undefined ? config.USER_POOL_URL : undefined
  try {
    const configuration = await poolConfiguration(settings)
    if (reset) await resetInstall(dataFolder)
    return await createUserPool({
      ...configuration,
      host: origin && hostFor(origin, port),
      port,
      origin,
      dataFolder,
      log: line => surroundings.err(`${line}\n`),
    })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') {
      throw new CommandError(
        `Port ${port} is taken: stop what listens there, or choose another with --port or USER_POOL_PORT.`,
      )
    }
    throw poolFailure('started', error as Error, dataFolder)
  }
}
