import type { TSchema } from 'typebox'
import { Errors } from 'typebox/value'
import { CognitoError, type CognitoErrorName } from '../accounts/cognito-error.ts'

type Mistake = ReturnType<typeof Errors>[number]

/** Members whose values no answer repeats. */
const secrets: readonly string[] = [
  'AccessToken',
  'ClientSecret',
  'Password',
  'PreviousPassword',
  'ProposedPassword',
  'RefreshToken',
  'SecretHash',
  'Session',
  'TemporaryPassword',
  'Token',
]

/**
 * Holds an input against the shape of its operation, with AWS's words for what is wrong. Members
 * that the shape does not have are ignored, as AWS does.
 *
 * @param constraintError what a violated constraint is called by the service
 * @throws CognitoError that one, or SerializationException for a value of another type
 */
export function checkInput(
  shape: TSchema,
  input: unknown,
  constraintError: CognitoErrorName,
): void {
  const mistakes = Errors(shape, input)
  const mistyped = mistakes.find(({ keyword }) => keyword === 'type')
  if (mistyped !== undefined) throw cannotBeConverted(mistyped, input)
  if (mistakes.length === 0) return
  const violations = mistakes.flatMap(mistake => violation(mistake, input))
  const count = `${violations.length} validation error${violations.length === 1 ? '' : 's'} detected`
  throw new CognitoError(constraintError, `${count}: ${violations.join('; ')}`)
}

function cannotBeConverted(mistake: Mistake, input: unknown): CognitoError {
  const value = valueAt(input, mistake.instancePath)
  const kind = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value
  const wanted = (mistake.params as { readonly type: string }).type
  return new CognitoError(
    'SerializationException',
    `${kind} at '${place(mistake.instancePath)}' can not be converted to ${wanted}`,
  )
}

function violation(mistake: Mistake, input: unknown): string[] {
  const { instancePath } = mistake
  if (mistake.keyword === 'required') {
    return mistake.params.requiredProperties.map(name =>
      failed('null', `${instancePath}/${name}`, 'Member must not be null'),
    )
  }
  const value = valueAt(input, instancePath)
  const isSecret = secrets.includes(instancePath.slice(instancePath.lastIndexOf('/') + 1))
  const shown = isSecret || typeof value === 'object' ? '' : `'${value}'`
  return [failed(shown, instancePath, constraint(mistake))]
}

function failed(value: string, path: string, constraint: string): string {
  const subject = value === '' ? 'Value' : `Value ${value}`
  return `${subject} at '${place(path)}' failed to satisfy constraint: ${constraint}`
}

function constraint(mistake: Mistake): string {
  switch (mistake.keyword) {
    case 'enum':
      return `Member must satisfy enum value set: [${mistake.params.allowedValues.join(', ')}]`
    case 'pattern':
      return `Member must satisfy regular expression pattern: ${withoutAnchors(mistake.params.pattern)}`
    case 'minLength':
    case 'minItems':
      return `Member must have length greater than or equal to ${mistake.params.limit}`
    case 'maxLength':
    case 'maxItems':
      return `Member must have length less than or equal to ${mistake.params.limit}`
    case 'minimum':
      return `Member must have value greater than or equal to ${mistake.params.limit}`
    case 'maximum':
      return `Member must have value less than or equal to ${mistake.params.limit}`
    default:
      return mistake.message
  }
}

function withoutAnchors(pattern: string | RegExp): string {
  return String(pattern).replace(/^\^|\$$/g, '')
}

/** `/UserAttributes/0/Name` as AWS writes it. */
function place(pointer: string): string {
  const parts = pointer.split('/').slice(1)
  return parts
    .map(part =>
      /^\d+$/.test(part)
        ? `${Number(part) + 1}.member`
        : `${part.slice(0, 1).toLowerCase()}${part.slice(1)}`,
    )
    .join('.')
}

function valueAt(input: unknown, pointer: string): unknown {
  const parts = pointer.split('/').slice(1)
  return parts.reduce((value, part) => (value as Readonly<Record<string, unknown>>)[part], input)
}
