import { createHash } from 'node:crypto'
import type { AssumedRole } from './credentials.ts'

/** What an assumed role is called: its path is not part of that. */
export function assumedRoleUser({ roleArn, sessionName }: Omit<AssumedRole, 'expiresAt'>) {
  const [, , , , account = ''] = roleArn.split(':')
  const role = roleArn.slice(roleArn.lastIndexOf('/') + 1)
  const digest = createHash('sha256').update(roleArn).digest('hex').slice(0, 12).toUpperCase()
  return {
    arn: `arn:aws:sts::${account}:assumed-role/${role}/${sessionName}`,
    id: `AROALOCAL${digest}:${sessionName}`,
  }
}
