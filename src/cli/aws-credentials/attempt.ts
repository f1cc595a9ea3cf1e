import { CommandError } from '../command.ts'
import { printable } from '../printable.ts'
import type { IdentitySource } from './identity.ts'

type Call = 'GetId' | 'GetCredentialsForIdentity' | 'GetCallerIdentity'

/** @throws {CommandError} the call failed */
export async function attempt<Answer>(
  call: Call,
  source: IdentitySource,
  send: () => Promise<Answer>,
): Promise<Answer> {
  try {
    return await send()
  } catch (error) {
    const { name, message } = error as Error
    const [reason] = message.split('\n')
    const said = [name, reason].filter(Boolean).join(': ')
    throw new CommandError(printable(`${call} failed (${said}): ${advice(name, source)}.`))
  }
}

/** By the error's name, since the SDK has no class for what the network does. */
function advice(name: string, { identityPoolId, provider, endpoint }: IdentitySource): string {
  switch (name) {
    case 'NotAuthorizedException':
      return `run login again; if that is not it, add ${provider} and the app client of the command line to the identity pool ${identityPoolId}`
    case 'ResourceNotFoundException':
      return `correct COGNITO_IDENTITY_POOL_ID, there is no ${identityPoolId}`
    case 'InvalidIdentityPoolConfigurationException':
      return `give the identity pool ${identityPoolId} a role for people who signed in, which trusts it`
    case 'TooManyRequestsException':
      return 'try again in a moment'
    default:
      return endpoint === undefined
        ? 'check the network, the clock of this machine and AWS_REGION'
        : 'start the local user pool with npm start'
  }
}
