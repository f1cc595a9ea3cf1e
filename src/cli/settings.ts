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
  readonly environment: Environment
  /** The folder of `.env`, `user-pool.json` and `data/`. */
  readonly folder: string
  /** Where keys, ids and secrets of the local user pool are. */
  readonly dataFolder: string
}

type Environment = Surroundings['env']

/** The environment and `.env`, of which the real environment wins. */
export function readEnvironment({ env, cwd }: Surroundings): Environment {
  return { ...readEnvFile(cwd), ...env }
}

/** What `.env` of a folder says; nothing where there is none. */
export function readEnvFile(cwd: string): Environment {
  const fromFile: Record<string, string> = {}
  dotenv.config({ path: join(cwd, '.env'), processEnv: fromFile, quiet: true })
  return fromFile
}

/** @throws {CommandError} that names every mistake in the settings */
export function readSettings(environment: Environment, cwd: string): Settings {
  const config = checked(environment)
  return {
    config,
    apiUrl: reachable(config.PUBLIC_URL),
    userPoolOrigin: config.USER_POOL_URL,
    environment,
    folder: cwd,
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
function reachable(url: string): string {
  return url.replace(/^http:\/\/(?:0\.0\.0\.0|\[::\])(?=[:/]|$)/, 'http://localhost')
}
