/** What is called, in this order. */
export type AwsCall = 'GetId' | 'GetCredentialsForIdentity' | 'GetCallerIdentity'

/** A call was refused or could not be made; `message` is AWS's own, or that of the network. */
export class AwsCallError extends Error {
  override readonly name = 'AwsCallError'
  readonly call: AwsCall
  /** Name of the error, such as `NotAuthorizedException`. */
  readonly code: string
  /** Whether AWS itself said so. */
  readonly isAnswer: boolean

  constructor(call: AwsCall, cause: Error) {
    super(cause.message.split('\n')[0], { cause })
    this.call = call
    this.code = cause.name
    this.isAnswer = '$fault' in cause
  }
}

/** @throws {AwsCallError} */
export async function attempt<Answer>(call: AwsCall, answer: Promise<Answer>): Promise<Answer> {
  try {
    return await answer
  } catch (error) {
    throw new AwsCallError(call, error as Error)
  }
}
