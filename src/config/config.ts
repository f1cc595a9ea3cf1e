import { envSchema } from 'env-schema'
import { describeFaults, type SchemaFault } from './faults.ts'
import { type EnvironmentSettings, SettingsSchema } from './schema.ts'

/** The settings of the process, checked, typed and frozen. */
export type Config = Readonly<EnvironmentSettings>

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
  const faults = crossFaults(data)
  let settings: EnvironmentSettings | undefined
  try {
    settings = envSchema<EnvironmentSettings>({ schema: SettingsSchema, data, env: false })
  } catch (error) {
    faults.unshift(...describeFaults((error as { errors: SchemaFault[] }).errors))
  }
  if (settings === undefined || faults.length > 0) throw new ConfigError(faults)
  return Object.freeze(Object.fromEntries(Object.entries(settings).map(trimItems))) as Config
}

function withoutBlanks(environment: Environment): Record<string, string> {
  const entries = Object.entries(environment).map(([name, value]) => [name, value?.trim()])
  return Object.fromEntries(entries.filter(([, value]) => value))
}

function trimItems([name, value]: [string, unknown]): [string, unknown] {
  return [name, Array.isArray(value) ? value.map(item => item.trim()) : value]
}

/** What no single setting can say of itself. */
function crossFaults(data: Record<string, string>): string[] {
  const { COGNITO_USER_POOL_ID: userPool, COGNITO_CLIENT_ID: client, NODE_ENV } = data
  if (userPool === undefined && NODE_ENV === 'production') {
    return [
      'COGNITO_USER_POOL_ID is missing: the local user pool does not run in production, for example COGNITO_USER_POOL_ID=eu-central-1_AbCdEfGhI',
    ]
  }
  if (userPool !== undefined && client === undefined) {
    return [
      'COGNITO_CLIENT_ID is missing: say which app clients of the user pool may call, for example COGNITO_CLIENT_ID=1example23456789',
    ]
  }
  return []
}
