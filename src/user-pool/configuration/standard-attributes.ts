/** What the schema of a pool says of an attribute. Lengths are in characters. */
export type AttributeSchema =
  | { readonly type: 'String'; readonly minLength: number; readonly maxLength: number }
  | { readonly type: 'Number' }
  | { readonly type: 'Boolean' }

const text: AttributeSchema = { type: 'String', minLength: 0, maxLength: 2048 }

/**
 * Attributes that every pool has: the standard claims of OpenID Connect Core 5.1, with Cognito's
 * constraints. https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html
 */
export const standardAttributes: ReadonlyMap<string, AttributeSchema> = new Map<
  string,
  AttributeSchema
>([
  ['address', text],
  // A day, as ISO 8601 has it.
  ['birthdate', { type: 'String', minLength: 10, maxLength: 10 }],
  ['email', text],
  ['email_verified', { type: 'Boolean' }],
  ['family_name', text],
  ['gender', text],
  ['given_name', text],
  ['locale', text],
  ['middle_name', text],
  ['name', text],
  ['nickname', text],
  ['phone_number', text],
  ['phone_number_verified', { type: 'Boolean' }],
  ['picture', text],
  ['preferred_username', text],
  ['profile', text],
  ['updated_at', { type: 'Number' }],
  ['website', text],
  ['zoneinfo', text],
])

/** Says why an attribute cannot have this value; nothing where it can. */
export function valueMistake(name: string, value: string): string | undefined {
  const schema = standardAttributes.get(name) ?? text
  if (schema.type === 'Boolean') {
    return value === 'true' || value === 'false' ? undefined : 'Boolean must be true or false'
  }
  if (schema.type === 'Number') {
    return /^[0-9]+$/.test(value) ? undefined : 'Number must be no less than 0'
  }
  const length = [...value].length
  const { minLength, maxLength } = schema
  if (length < minLength) return `String must be no shorter than ${minLength} characters`
  if (length > maxLength) return `String must be no longer than ${maxLength} characters`
  return undefined
}

/** Plus sign, country code and number, without anything between them. */
export function isPhoneNumber(value: string): boolean {
  return /^\+[0-9]{1,15}$/.test(value)
}
