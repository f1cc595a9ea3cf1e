import { join } from 'node:path'
import { type Config, loadConfig, readEnvFile } from '../../config/index.ts'
import { exConfig } from '../../start/failure.ts'
import { dataFolder } from '../../start/local-pool.ts'
import { CommandError, type Surroundings } from '../command.ts'

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

/**
 * The environment and `.env`, of which the real environment wins.
 *
 * @throws {CommandError} the file cannot be read
 */
export function readEnvironment({ env, cwd }: Surroundings): Environment {
  return { ...checked(() => readEnvFile(cwd)), ...env }
}

/**
 * The settings of the folder in which a command runs.
 *
 * @throws {CommandError} that names every mistake in them
 */
export function settingsOf(surroundings: Surroundings): Settings {
  return readSettings(readEnvironment(surroundings), surroundings.cwd)
}

/** @throws {CommandError} that names every mistake in the settings */
export function readSettings(environment: Environment, cwd: string): Settings {
  const config = checked(() => loadConfig(environment))
  return {
    config,
    apiUrl: reachable(config.PUBLIC_URL),
    userPoolOrigin: config.USER_POOL_URL,
    environment,
    folder: cwd,
    dataFolder: join(cwd, dataFolder),
  }
}

function checked<Settings>(read: () => Settings): Settings {
  try {
    return read()
  } catch (error) {
    throw wrongSettings(error as Error)
  }
}

/** Tells of mistakes in the settings as the service does. */
export function wrongSettings({ message }: Error): CommandError {
  return new CommandError(`The settings are wrong:\n${message}`, { exitCode: exConfig })
}

/** An address to listen on is not always one to call. */
function reachable(url: string): string {
  return url.replace(/^http:\/\/(?:0\.0\.0\.0|\[::\])(?=[:/]|$)/, 'http://localhost')
}
