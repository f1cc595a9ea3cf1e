import { accessKeyOf } from '../protocol/signature.ts'
import { assumeRoleWithWebIdentity } from './assume-role.ts'
import { assumedRoleUser } from './assumed-role.ts'
import type { StsAction } from './sts-action.ts'
import { StsError } from './sts-error.ts'

/** Whose credentials these are: only those of this pool are anybody's. */
const getCallerIdentity: StsAction = async ({ pool, headers }) => {
  const sessionToken = String(headers['x-amz-security-token'] ?? '')
  const role = await pool.identityPool.readCredentials(accessKeyOf(headers), sessionToken)
  if (role === undefined) {
    throw new StsError(
      'InvalidClientTokenId',
      'The security token included in the request is invalid.',
    )
  }
  if (role.expiresAt <= pool.clock() / 1000) {
    throw new StsError('ExpiredToken', 'The security token included in the request is expired')
  }
  const { arn, id } = assumedRoleUser(role)
  const [, , , , account = ''] = arn.split(':')
  return { Arn: arn, UserId: id, Account: account }
}

/** The actions of STS that this pool has. */
export const stsActions: ReadonlyMap<string, StsAction> = new Map([
  ['GetCallerIdentity', getCallerIdentity],
  ['AssumeRoleWithWebIdentity', assumeRoleWithWebIdentity],
])
