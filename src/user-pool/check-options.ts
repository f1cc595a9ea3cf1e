import { ConfigurationError, checkConfiguration } from './configuration/check.ts'
import type { Configuration } from './configuration/configuration.ts'
import { refuseUnknown } from './configuration/unknown-option.ts'
import type { UserPoolOptions } from './options.ts'

const options: Readonly<Record<keyof UserPoolOptions, true>> = {
  clients: true,
  clock: true,
  dataFolder: true,
  generateKey: true,
  groups: true,
  host: true,
  issuerForm: true,
  log: true,
  origin: true,
  passwordPolicy: true,
  port: true,
  preTokenGeneration: true,
  resourceServers: true,
  scryptCost: true,
  selfSignUp: true,
  signInWith: true,
  userPoolId: true,
  users: true,
}

/** @throws TypeError for an option that there is not */
export function checkOptions(given: object): void {
  refuseUnknown('User pool', given, options)
}

/**
 * Checks a configuration whose parts may not be what their types say.
 *
 * @throws ConfigurationError
 */
export async function checkShaped(configuration: Configuration): Promise<void> {
  try {
    checkConfiguration(configuration)
  } catch (error) {
    if (error instanceof ConfigurationError) throw error
    // The schema is a good part of what the pool loads, and is in use here only.
    const { findMistakes } = await import('./configuration/mistakes.ts')
    const mistakes = findMistakes(JSON.parse(JSON.stringify(configuration)))
    throw new ConfigurationError(`User pool configuration: ${mistakes.join('; ')}`, {
      cause: error,
    })
  }
}
