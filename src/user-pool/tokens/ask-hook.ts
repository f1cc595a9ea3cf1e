import type {
  ClaimsAndScopeOverride,
  PreTokenGeneration,
  PreTokenGenerationEvent,
} from '../configuration/pre-token-generation.ts'
import { PreTokenGenerationError } from './pre-token-generation.ts'

/**
 * As long as Cognito waits for a Lambda, in milliseconds.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html
 */
const deadline = 5000

/**
 * Asks the hook as a Lambda is asked: event and answer are copies that went through JSON, so that
 * nothing that is done to them is done to the pool.
 *
 * @throws PreTokenGenerationError when it throws, answers nothing in time, or something else
 */
export async function askHook(
  hook: PreTokenGeneration,
  event: PreTokenGenerationEvent,
): Promise<ClaimsAndScopeOverride> {
  try {
    return await overrideIn(await inTime(hook(copy(event))))
  } catch (error) {
    throw new PreTokenGenerationError(error)
  }
}

/** @throws {Error} it is no answer, or what it says cannot be put into tokens */
async function overrideIn(answer: PreTokenGenerationEvent): Promise<ClaimsAndScopeOverride> {
  const { isOverride } = await import('./override-shape.ts')
  let override: unknown
  try {
    override = copy(answer).response.claimsAndScopeOverrideDetails ?? {}
  } catch {
    // In JSON there are no circles, for example; the engine's words for that are not for clients.
  }
  if (!isOverride(override)) throw new Error('Unrecognizable lambda output')
  return override
}

async function inTime<T>(answer: T | Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error('Socket timeout while invoking Lambda function'))
    }, deadline)
  })
  return Promise.race([answer, late]).finally(() => clearTimeout(timer))
}

function copy<T>(value: T): T {
  return JSON.parse(JSON.stringify(value))
}
