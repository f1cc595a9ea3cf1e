import * as cloudFormation from '@aws-sdk/client-cloudformation'
import * as cognito from '@aws-sdk/client-cognito-identity-provider'
import * as sts from '@aws-sdk/client-sts'

/** The models of the services, which the AWS CLI makes its commands from. */
const models: Record<string, Record<string, unknown>> = {
  'cognito-idp': cognito,
  cloudformation: cloudFormation,
  sts,
}

/** Options of every command. */
const globalOptions = ['query', 'output', 'region', 'profile']

/** `aws cloudformation deploy` is the CLI's own. */
const deployOptions = ['stack-name', 'template-file', 'capabilities', 'parameter-overrides']

export interface AwsCommand {
  service: string
  operation: string
  /** Names without the dashes, and what stands behind each. */
  options: Map<string, string[]>
}

/** Every call of the AWS CLI in a shell script. */
export function awsCommands(script: string): AwsCommand[] {
  const lines = script.replaceAll(/\\\n\s*/g, '').split('\n')
  return lines
    .map(line => /(?:^|\$\()aws (.*?)\)?$/.exec(line)?.[1])
    .filter(command => command !== undefined)
    .map(command => {
      const [words = '', ...options] = command.split(/\s--(?=[a-z])/)
      const [service = '', operation = ''] = words.split(' ')
      return {
        service,
        operation,
        options: new Map(
          options.map(option => {
            const [name = '', ...values] = option.trim().split(/\s+/)
            return [name, values]
          }),
        ),
      }
    })
}

/** What the AWS CLI would not understand: a service, an operation, an option, a missing one. */
export function commandFaults({ service, operation, options }: AwsCommand): string[] {
  const known = service === 'cloudformation' && operation === 'deploy' ? deployOptions : undefined
  const members = known ?? membersOf(service, operation)
  if (members === undefined) return [`aws ${service} ${operation}: there is no such command`]
  const given = [...options.keys()]
  const required = known === undefined ? requiredOf(service, operation) : ['stack-name']
  return [
    ...given
      .filter(name => ![...members, ...globalOptions].includes(name))
      .map(name => `aws ${service} ${operation}: there is no --${name}`),
    ...required
      .filter(name => !given.includes(name))
      .map(name => `aws ${service} ${operation}: --${name} is missing`),
  ]
}

/** Of a structure: tag, namespace, name, traits, names of members, types, how many are required. */
type Structure = [number, string, string, unknown, string[], unknown[], number?]

function inputOf(service: string, operation: string): Structure | undefined {
  const name = operation.replaceAll(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase())
  const schema = models[service]?.[`${name}$`] as unknown[] | undefined
  const input = schema?.[4] as Structure | (() => Structure) | undefined
  return typeof input === 'function' ? input() : input
}

function membersOf(service: string, operation: string): string[] | undefined {
  return inputOf(service, operation)?.[4].map(optionName)
}

function requiredOf(service: string, operation: string): string[] {
  const input = inputOf(service, operation)
  return input?.[4].slice(0, input[6] ?? 0).map(optionName) ?? []
}

/** `UserPoolId` is `--user-pool-id`. */
function optionName(member: string): string {
  return member.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase()
}
