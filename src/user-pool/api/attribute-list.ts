/** Attributes as Cognito's API has them. An absent value is an empty one. */
export type AttributeList = readonly { readonly Name: string; readonly Value?: string }[]

export function fromList(list: AttributeList): Record<string, string> {
  return Object.fromEntries(list.map(({ Name, Value = '' }) => [Name, Value]))
}

export function toList(attributes: Readonly<Record<string, string>>): AttributeList {
  return Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }))
}
