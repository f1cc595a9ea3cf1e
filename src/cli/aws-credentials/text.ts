import { exportLines } from '../shell.ts'
import { table } from '../table.ts'
import { inWords } from '../time.ts'
import type { AwsIdentity } from './fetch.ts'
import type { IdentitySource } from './identity.ts'

export const formats = ['table', 'process', 'env'] as const

export type Format = (typeof formats)[number]

/** What programs read of it, without the secrets. */
export function publicPart(identity: AwsIdentity, source: IdentitySource) {
  const { identityId, arn, account, accessKeyId, expiration } = identity
  const { identityPoolId, region } = source
  return { arn, account, identityId, identityPoolId, region, accessKeyId, expiration }
}

export function credentialsText(
  format: Format,
  identity: AwsIdentity,
  source: IdentitySource,
): string {
  const { accessKeyId, secretAccessKey, sessionToken, expiration } = identity
  switch (format) {
    case 'table':
      return tableText(identity, source)
    case 'process':
      // AWS: "Process credential provider".
      return `${JSON.stringify({
        Version: 1,
        AccessKeyId: accessKeyId,
        SecretAccessKey: secretAccessKey,
        SessionToken: sessionToken,
        Expiration: expiration.toISOString(),
      })}\n`
    case 'env':
      return exportLines({
        AWS_ACCESS_KEY_ID: accessKeyId,
        AWS_SECRET_ACCESS_KEY: secretAccessKey,
        AWS_SESSION_TOKEN: sessionToken,
        AWS_REGION: source.region,
        // Only there anybody knows them.
        ...(source.endpoint !== undefined && { AWS_ENDPOINT_URL: source.endpoint }),
      })
  }
}

function tableText(identity: AwsIdentity, source: IdentitySource): string {
  const left = inWords(identity.expiration.getTime() / 1000 - Date.now() / 1000)
  const rows = [
    ['Caller', identity.arn],
    ['Account', identity.account],
    ['Identity', identity.identityId],
    ['Identity pool', source.identityPoolId],
    ['Region', source.region],
    ['Access key id', identity.accessKeyId],
    ['Secrets', 'with --format process or --format env'],
    ['Good for', left],
  ]
  return table(rows)
    .map(line => `${line}\n`)
    .join('')
}
