import { envSchema } from 'env-schema'
import { contradictions } from './contradictions.ts'
import { describeFaults, type SchemaFault } from './faults.ts'
import { misspellings } from './misspellings.ts'
import { oddValues } from './odd-values.ts'
import { type EnvironmentSettings, SettingsSchema } from './schema.ts'

/** The settings of the process, checked, typed and frozen. */
export type Config = Readonly<EnvironmentSettings> & {
  /** This API as its callers see it, without trailing slash. */
  readonly PUBLIC_URL: string
  /** The local user pool as its callers see it. */
  readonly USER_POOL_URL: string
  /** The web client as its visitors see it, without trailing slash. */
  readonly WEB_URL: string
}

export type Environment = Readonly<Record<string, string | undefined>>

/** Settings that are wrong; `message` has a line for each. */
export class ConfigError extends Error {
  constructor(faults: readonly string[]) {
    super(faults.join('\n'))
    this.name = 'ConfigError'
  }
}

/**
 * Reads the settings from an environment. A blank value means unset.
 *
 * @throws {ConfigError} that names every mistake, with an example of what would be right
 */
export function loadConfig(environment: Environment): Config {
  const data = withoutBlanks(environment)
  const faults = [
    ...describeFaults(oddValues(data)),
    ...contradictions(data),
    ...misspellings(data),
  ]
  let settings: EnvironmentSettings | undefined
  try {
    settings = envSchema<EnvironmentSettings>({ schema: SettingsSchema, data, env: false })
  } catch (error) {
    faults.unshift(...describeFaults((error as { errors: SchemaFault[] }).errors))
  }
  if (settings === undefined || faults.length > 0) throw new ConfigError([...new Set(faults)])
  const { HOST, PORT, USER_POOL_PORT, WEB_PORT } = settings
  const host = HOST.includes(':') ? `[${HOST}]` : HOST
  return Object.freeze({
    PUBLIC_URL: `http://${host}:${PORT}`,
    USER_POOL_URL: `http://localhost:${USER_POOL_PORT}`,
    WEB_URL: `http://localhost:${WEB_PORT}`,
    ...(Object.fromEntries(Object.entries(settings).map(trimItems)) as EnvironmentSettings),
  })
}

function withoutBlanks(environment: Environment): Record<string, string> {
  const entries = Object.entries(environment).map(([name, value]) => [name, value?.trim()])
  return Object.fromEntries(entries.filter(([, value]) => value))
}

function trimItems([name, value]: [string, unknown]): [string, unknown] {
  return [name, Array.isArray(value) ? Object.freeze(value.map(item => item.trim())) : value]
}
