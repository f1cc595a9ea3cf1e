import type { FastifyInstance } from 'fastify'
import { sendPage } from '../answer-failures.ts'
import { AwsFailure, assumeIdentity } from '../aws/identity.ts'
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
      session.aws = await assumeIdentity(identityPool, session.tokens.idToken)
      return reply.redirect('/aws', 303)
    } catch (error) {
      if (!(error instanceof AwsFailure)) throw error
      const failure = adviceOn(error)
      const page = awsPage(frame, session, { identityPool, failure }, seconds())
      return sendPage(reply.code(error.code === undefined ? 503 : 502), page)
    }
  })
}

function adviceOn({ code, message }: AwsFailure): string {
  if (code === undefined) {
    return 'The identity pool does not answer. Try again in a moment; on a laptop, npm start runs the local one.'
  }
  const remedy = remedies[code] ?? 'Compare the settings of this web client with the identity pool.'
  return `${code}: ${message} ${remedy}`
}

const remedies: Readonly<Record<string, string>> = {
  NotAuthorizedException: 'If the ID token has expired, refresh.',
  ResourceNotFoundException:
    'Compare COGNITO_IDENTITY_POOL_ID with the id of the identity pool, its Region included.',
  InvalidIdentityPoolConfigurationException:
    'The identity pool needs a role for people who are signed in.',
}
