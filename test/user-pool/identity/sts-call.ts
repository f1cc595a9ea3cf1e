import type { UserPool } from '../../../src/user-pool/index.ts'

export interface StsAnswer {
  readonly status: number
  readonly contentType: string | null
  /** Texts of the elements that have one, without the request id. */
  readonly text: Readonly<Record<string, string>>
}

/** Calls an action of STS, signed with an access key if there is one. */
export async function sts(
  pool: Pick<UserPool, 'origin'>,
  form: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = {},
): Promise<StsAnswer> {
  const response = await fetch(`${pool.origin}/`, {
    method: 'POST',
    headers,
    body: new URLSearchParams(form),
  })
  const xml = await response.text()
  const elements = [...xml.matchAll(/<(\w+)>([^<]*)<\/\1>/g)]
  const { RequestId, ...text } = Object.fromEntries(
    elements.map(([, name = '', value = '']) => [name, value]),
  )
  const requestId = response.headers.get('x-amzn-requestid')
  if (RequestId !== requestId) throw new Error(`${RequestId} is not ${requestId}`)
  return { status: response.status, contentType: response.headers.get('content-type'), text }
}

export function getCallerIdentity(
  pool: UserPool,
  accessKeyId: string,
  sessionToken: string,
): Promise<StsAnswer> {
  const authorization = `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20260101/eu-central-1/sts/aws4_request, SignedHeaders=host;x-amz-date, Signature=${'0'.repeat(64)}`
  return sts(
    pool,
    { Action: 'GetCallerIdentity', Version: '2011-06-15' },
    { authorization, ...(sessionToken !== '' && { 'x-amz-security-token': sessionToken }) },
  )
}
