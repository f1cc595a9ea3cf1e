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
      return reply.redirect('/aws#credentials', 303)
    } catch (error) {
      if (!(error instanceof AwsCallError)) throw error
      const { call, code, isAnswer } = error
      request.log.warn({ call, code }, 'no AWS credentials')
      const failure = adviceOn(error)
      const page = awsPage(frame, session, { identityPool, failure }, seconds())
      return sendPage(reply.code(isAnswer ? 502 : 503), page)
    }
  })
}

/** In words of our own: AWS's may hold ids that are nobody's business here. */
function adviceOn({ call, code, isAnswer }: AwsCallError): string {
  if (!isAnswer) {
    return 'The identity pool does not answer. Try again in a moment; on a laptop, npm start runs the local one.'
  }
  if (Object.hasOwn(remedies, code)) return `${call} was refused (${code}). ${remedies[code]}`
  return `${call} was refused. The log has the name of the error; compare the settings of this web client with the identity pool.`
}

const remedies: Readonly<Record<string, string>> = {
  NotAuthorizedException: 'If the ID token has expired, refresh.',
  ResourceNotFoundException:
    'Compare COGNITO_IDENTITY_POOL_ID with the id of the identity pool, its Region included.',
  InvalidIdentityPoolConfigurationException:
    'The identity pool needs a role for people who are signed in.',
}
