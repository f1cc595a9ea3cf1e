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

/** Says why an attribute cannot have this value, in Cognito's words; nothing where it can. */
export function valueMistake(name: string, value: string): string | undefined {
  if (name === 'phone_number' && !/^\+[0-9]{1,15}$/.test(value)) {
    return 'Invalid phone number format.'
  }
  const mistake = schemaMistake(standardAttributes.get(name) ?? text, value)
  return mistake && `Attributes did not conform to the schema: ${name}: ${mistake}`
}

function schemaMistake(schema: AttributeSchema, value: string): string | undefined {
  if (schema.type === 'Boolean') {
    return value === 'true' || value === 'false' ? undefined : 'Boolean must be true or false'
  }
  if (schema.type === 'Number') {
    return /^[0-9]{1,15}$/.test(value) ? undefined : 'Number must be whole, from 0 on'
  }
  const length = [...value].length
  const { minLength, maxLength } = schema
  if (length < minLength) return `String must be no shorter than ${minLength} characters`
  if (length > maxLength) return `String must be no longer than ${maxLength} characters`
  return undefined
}
