import type { FastifyInstance } from 'fastify'
import { AwsCallError } from '../../aws-identity/call-error.ts'
import { fetchAwsIdentity } from '../../aws-identity/identity.ts'
import { sendPage } from '../answer-failures.ts'
import type { WebClientOptions } from '../options.ts'
import { awsPage } from '../pages/aws.ts'
import type { Parts } from './parts.ts'

/** `/aws`: the ID token exchanged for AWS credentials. */
export function awsRoutes(
  app: FastifyInstance,
  { visitors, frame, seconds }: Parts,
  { identityPool }: WebClientOptions,
): void {
  app.get('/aws', (request, reply) => {
    const session = visitors.demand(request)
    return sendPage(reply, awsPage(frame, session, { identityPool }, seconds()))
  })

  app.post('/aws', async (request, reply) => {
    const session = visitors.demandForm(request)
    if (identityPool === undefined) return reply.redirect('/aws', 303)
    try {
      session.aws = await fetchAwsIdentity(identityPool, session.tokens.idToken)
      return reply.redirect('/aws', 303)
    } catch (error) {
      if (!(error instanceof AwsCallError)) throw error
      const failure = adviceOn(error)
      const page = awsPage(frame, session, { identityPool, failure }, seconds())
      return sendPage(reply.code(error.isAnswer ? 502 : 503), page)
    }
  })
}

function adviceOn({ code, isAnswer, message }: AwsCallError): string {
  if (!isAnswer) {
    return 'The identity pool does not answer. Try again in a moment; on a laptop, npm start runs the local one.'
  }
  const remedy = Object.hasOwn(remedies, code)
    ? remedies[code]
    : 'Compare the settings of this web client with the identity pool.'
  return `${code}: ${message} ${remedy}`
}

const remedies: Readonly<Record<string, string>> = {
  NotAuthorizedException: 'If the ID token has expired, refresh.',
  ResourceNotFoundException:
    'Compare COGNITO_IDENTITY_POOL_ID with the id of the identity pool, its Region included.',
  InvalidIdentityPoolConfigurationException:
    'The identity pool needs a role for people who are signed in.',
}
