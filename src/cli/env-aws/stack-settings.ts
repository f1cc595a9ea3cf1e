import { CommandError } from '../command.ts'
import type { Stack } from './find-stack.ts'

/** Settings that a stack may bring: those of infra/cognito.yaml, and the secret that it keeps back. */
export const stackSettings: readonly string[] = [
  'AWS_REGION',
  'COGNITO_USER_POOL_ID',
  'COGNITO_CLIENT_ID',
  'COGNITO_DOMAIN',
  'RESOURCE_SERVER_ID',
  'WEB_URL',
  'COGNITO_WEB_CLIENT_ID',
  'COGNITO_WEB_CLIENT_SECRET',
  'COGNITO_DOCS_CLIENT_ID',
  'COGNITO_CLI_CLIENT_ID',
  'COGNITO_POSTMAN_CLIENT_ID',
  'COGNITO_MACHINE_CLIENT_ID',
  'COGNITO_IDENTITY_POOL_ID',
]

/** The setting for an output: CloudFormation allows letters and digits only in its name. */
function settingName(output: string): string {
  return output.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '_').toUpperCase()
}

export interface StackSettings {
  readonly settings: ReadonlyMap<string, string>
  /** Outputs that are no settings. */
  readonly others: readonly string[]
}

/**
 * Settings from the outputs of a stack.
 *
 * @throws {CommandError} the stack is not finished, or not one with a user pool
 */
export function settingsOf({ name, status, outputs }: Stack): StackSettings {
  if (status.endsWith('_IN_PROGRESS')) {
    throw new CommandError(`The stack ${name} is ${status}: wait until that is done.`)
  }
  const named = [...outputs].map(([output, value]) => [settingName(output), value] as const)
  const settings = new Map(named.filter(([setting]) => stackSettings.includes(setting)))
  for (const setting of ['COGNITO_USER_POOL_ID', 'COGNITO_CLIENT_ID']) {
    if (!settings.has(setting)) {
      throw new CommandError(
        `The stack ${name} (${status}) has no output for ${setting}: deploy infra/cognito.yaml.`,
      )
    }
  }
  return { settings, others: [...outputs.keys()].filter(key => !settings.has(settingName(key))) }
}
