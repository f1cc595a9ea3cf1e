import { isLoopback } from '../configuration/loopback.ts'

/** Variables that the platforms set in every process they run, and what they give away. */
const platforms: readonly (readonly [variable: string, place: string])[] = [
  ['AWS_LAMBDA_FUNCTION_NAME', 'an AWS Lambda function'],
  ['ECS_CONTAINER_METADATA_URI', 'an Amazon ECS task'],
  ['ECS_CONTAINER_METADATA_URI_V4', 'an Amazon ECS task'],
  ['AWS_EXECUTION_ENV', 'an AWS compute service'],
  ['KUBERNETES_SERVICE_HOST', 'a Kubernetes pod'],
]

const wayOut = 'set COGNITO_USER_POOL_ID to use a real user pool'

/**
 * Why the local user pool must not run here, or `undefined` where it may. Its users have published
 * passwords and anyone who can read its data folder can sign tokens, so it belongs on a
 * developer's own machine. Imports nothing else of the pool: call it before loading the rest.
 *
 * @param env the environment, usually `process.env`; a blank variable counts as unset
 * @param host the address the API or the pool is to listen on
 * @returns one line for people, with the way out; the caller prints it and exits with code 78
 */
export function refusalToStart(
  env: Readonly<Record<string, string | undefined>>,
  host: string,
): string | undefined {
  if (env.NODE_ENV?.trim() === 'production') {
    return `The local user pool does not start with NODE_ENV=production: ${wayOut}.`
  }
  for (const [variable, place] of platforms) {
    if (env[variable]?.trim()) {
      return `The local user pool does not start in ${place} (${variable} is set): ${wayOut}.`
    }
  }
  if (!isLoopback(host)) {
    return `The local user pool does not start on ${host}, which is none of localhost, 127.x.x.x and ::1: set HOST=localhost, or ${wayOut}.`
  }
  return undefined
}
