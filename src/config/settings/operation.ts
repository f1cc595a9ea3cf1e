import { Type } from 'typebox'

/** What operators watch and do. */
export const operationSettings = {
  METRICS_PORT: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 65_535,
      description: 'port of the metrics for Prometheus; default: none',
      examples: ['9464'],
    }),
  ),
  SHUTDOWN_DELAY_SECONDS: Type.Integer({
    default: 2,
    minimum: 0,
    maximum: 60,
    description: 'time between not being ready any more and closing',
    examples: ['5'],
  }),
  REFRESH_TOKEN_VALIDITY_DAYS: Type.Integer({
    default: 30,
    minimum: 1,
    maximum: 3650,
    description:
      'longest refresh token validity among the app clients: how long a sign-in stays revoked',
    examples: ['30'],
  }),
  REVOCATIONS_MAX_STALE_SECONDS: Type.Integer({
    default: 30,
    minimum: 5,
    maximum: 86_400,
    description: 'age from which the list of revocations counts as stale',
    examples: ['30'],
  }),
  REVOCATIONS_FAIL_CLOSED: Type.Boolean({
    default: false,
    description: 'true: guarded routes answer 503 while the list of revocations is stale',
    examples: ['true'],
  }),
}
