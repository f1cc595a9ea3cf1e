import type { AwsCallError } from '../../aws-identity/call-error.ts'
import type { IdentityPool } from '../../aws-identity/identity-pool.ts'
import { CommandError } from '../command.ts'
import { printable } from '../output/printable.ts'

/** What is told of a call that failed: which one, why, and what to do. */
export function explain({ call, code, message }: AwsCallError, pool: IdentityPool): CommandError {
  const said = [code, message].filter(Boolean).join(': ')
  return new CommandError(printable(`${call} failed (${said}): ${advice(code, pool)}.`))
}

/** By the error's name, since the SDK has no class for what the network does. */
function advice(code: string, { id, providerName, endpoint }: IdentityPool): string {
  switch (code) {
    case 'NotAuthorizedException':
      return `run login again; if that is not it, add ${providerName} and the app client of the command line to the identity pool ${id}`
    case 'ResourceNotFoundException':
      return `correct COGNITO_IDENTITY_POOL_ID, there is no ${id}`
    case 'InvalidIdentityPoolConfigurationException':
      return `give the identity pool ${id} a role for people who signed in, which trusts it`
    case 'TooManyRequestsException':
      return 'try again in a moment'
    default:
      return endpoint === undefined
        ? 'check the network, the clock of this machine and AWS_REGION'
        : 'start the local user pool with npm start'
  }
}
