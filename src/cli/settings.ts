import { join } from 'node:path'
import dotenv from 'dotenv'
import { type Config, loadConfig } from '../config/index.ts'
import { CommandError, type Surroundings } from './command.ts'

/** The settings, as the service itself reads them. */
export interface Settings {
  readonly config: Config
  /** This API as its callers see it. */
  readonly apiUrl: string
  readonly userPoolOrigin: string
  /** Where keys, ids and secrets of the local user pool are. */
  readonly dataFolder: string
}

type Environment = Surroundings['env']

/** The environment and `.env`, of which the real environment wins. */
export function readEnvironment({ env, cwd }: Surroundings): Environment {
  const fromFile: Record<string, string> = {}
  dotenv.config({ path: join(cwd, '.env'), processEnv: fromFile, quiet: true })
  return { ...fromFile, ...env }
}

/** @throws {CommandError} that names every mistake in the settings */
export function readSettings(environment: Environment, cwd: string): Settings {
  const config = checked(environment)
  return {
    config,
    apiUrl: config.PUBLIC_URL ?? `http://${reachable(config.HOST)}:${config.PORT}`,
    userPoolOrigin: config.USER_POOL_URL ?? `http://localhost:${config.USER_POOL_PORT}`,
    dataFolder: join(cwd, 'data'),
  }
}

function checked(environment: Environment): Config {
  try {
    return loadConfig(environment)
  } catch (error) {
    throw new CommandError(`The settings are wrong:\n${(error as Error).message}`)
  }
}

/** An address to listen on is not always one to call. */
function reachable(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost'
  return host.includes(':') ? `[${host}]` : host
}
