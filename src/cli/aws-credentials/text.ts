import type { AwsIdentity } from '../../aws-identity/identity.ts'
import type { IdentityPool } from '../../aws-identity/identity-pool.ts'
import { table } from '../../text/table.ts'
import { printable } from '../output/printable.ts'
import { exportLines } from '../output/shell.ts'
import { inWords } from '../output/time.ts'

export const formats = ['table', 'process', 'env'] as const

export type Format = (typeof formats)[number]

/** What programs read of it, without the secrets. */
export function publicPart(identity: AwsIdentity, { id, region }: IdentityPool) {
  const { identityId, arn, account, accessKeyId, expiresAt } = identity
  const expiration = new Date(expiresAt)
  return { arn, account, identityId, identityPoolId: id, region, accessKeyId, expiration }
}

export function credentialsText(format: Format, identity: AwsIdentity, pool: IdentityPool): string {
  const { accessKeyId, secretAccessKey, sessionToken, expiresAt } = identity
  switch (format) {
    case 'table':
      return tableText(identity, pool)
    case 'process':
      // AWS: "Process credential provider".
      return `${JSON.stringify({
        Version: 1,
        AccessKeyId: accessKeyId,
        SecretAccessKey: secretAccessKey,
        SessionToken: sessionToken,
        Expiration: new Date(expiresAt).toISOString(),
      })}\n`
    case 'env':
      return exportLines({
        AWS_ACCESS_KEY_ID: accessKeyId,
        AWS_SECRET_ACCESS_KEY: secretAccessKey,
        AWS_SESSION_TOKEN: sessionToken,
        AWS_REGION: pool.region,
        // Only there anybody knows them.
        ...(pool.endpoint !== undefined && { AWS_ENDPOINT_URL: pool.endpoint }),
      })
  }
}

function tableText(identity: AwsIdentity, pool: IdentityPool): string {
  const left = inWords((identity.expiresAt - Date.now()) / 1000)
  const rows = [
    ['Caller', identity.arn],
    ['Account', identity.account],
    ['Identity', identity.identityId],
    ['Identity pool', pool.id],
    ['Region', pool.region],
    ['Access key id', identity.accessKeyId],
    ['Secrets', 'with --format process or --format env'],
    ['Good for', left],
  ]
  return table(rows.map(row => row.map(printable)))
    .map(line => `${line}\n`)
    .join('')
}
