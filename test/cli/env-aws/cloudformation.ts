import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Test } from 'tap'

/** What CloudFormation would answer: a status and XML. */
export interface CloudFormationAnswer {
  status: number
  xml: string
}

export interface Request {
  authorization: string
  form: Record<string, string>
}

/**
 * Something that speaks CloudFormation's query protocol on loopback, and the environment in which
 * the AWS SDK finds it: credentials, no Region, no files of whoever runs the test.
 */
export async function cloudFormation(t: Test, answer: CloudFormationAnswer) {
  const requests: Request[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = await request.toArray()
    requests.push({
      authorization: `${request.headers.authorization}`,
      form: Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString())),
    })
    response.writeHead(answer.status, { 'content-type': 'text/xml' }).end(answer.xml)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => server.close())
  const { port } = server.address() as AddressInfo
  setAwsEnvironment(t, {
    AWS_ENDPOINT_URL_CLOUDFORMATION: `http://127.0.0.1:${port}`,
    AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'example',
  })
  return { requests, close: () => server.close() }
}

/** The AWS SDK looks at the process's own environment: this one until the test is over. */
export function setAwsEnvironment(t: Test, variables: Record<string, string>): void {
  const before = { ...process.env }
  const absent = `${t.testdirName}-absent`
  for (const name of Object.keys(before)) if (name.startsWith('AWS_')) delete process.env[name]
  Object.assign(process.env, {
    AWS_CONFIG_FILE: absent,
    AWS_SHARED_CREDENTIALS_FILE: absent,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_MAX_ATTEMPTS: '1',
    ...variables,
  })
  t.teardown(() => {
    process.env = before
  })
}

export function describedStack(status: string, outputs: Record<string, string>) {
  const members = Object.entries(outputs).map(
    ([key, value]) =>
      `<member><OutputKey>${key}</OutputKey><OutputValue>${escaped(value)}</OutputValue></member>`,
  )
  return {
    status: 200,
    xml: `<DescribeStacksResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/">
      <DescribeStacksResult><Stacks><member>
        <StackName>orders</StackName>
        <CreationTime>2026-11-20T10:00:00.000Z</CreationTime>
        <StackStatus>${status}</StackStatus>
        <Outputs>${members.join('')}</Outputs>
      </member></Stacks></DescribeStacksResult>
      <ResponseMetadata><RequestId>r-1</RequestId></ResponseMetadata>
    </DescribeStacksResponse>`,
  }
}

export function refusal(code: string, message: string): CloudFormationAnswer {
  return {
    status: code.startsWith('Access') ? 403 : 400,
    xml: `<ErrorResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/">
      <Error><Type>Sender</Type><Code>${code}</Code><Message>${escaped(message)}</Message></Error>
      <RequestId>r-1</RequestId>
    </ErrorResponse>`,
  }
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}
