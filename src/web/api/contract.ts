/** What the contract of the API (OpenAPI 3.1) says of one operation. */
export interface Operation {
  readonly method: string
  readonly path: string
  readonly summary: string
  /** Status of the answer when all is well. */
  readonly success: number
  readonly demands: Demands
}

/** What an operation demands of its callers. */
export interface Demands {
  /** Whether no token is needed. */
  readonly isPublic: boolean
  /** Sets of full scope names, one of which must be there whole. */
  readonly scopeSets: readonly (readonly string[])[]
  readonly groups: readonly string[]
  /** Whether one of the groups is enough. */
  readonly anyGroup: boolean
  /** Longest time since the sign-in, in seconds. */
  readonly maxAge?: number | undefined
}

interface OperationObject {
  readonly operationId?: string
  readonly summary?: string
  readonly description?: string
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[]
  readonly responses?: Readonly<Record<string, unknown>>
}

const methods = ['get', 'post', 'put', 'patch', 'delete']

/** The operations of an OpenAPI document, in its order. Empty for anything else. */
export function operationsOf(document: unknown): Operation[] {
  try {
    return operationsIn(document)
  } catch {
    return []
  }
}

function operationsIn(document: unknown): Operation[] {
  const { paths } = Object(document) as { paths?: Record<string, Record<string, OperationObject>> }
  return Object.entries(paths ?? {}).flatMap(([path, item]) =>
    methods.flatMap(method => {
      const operation = item[method]
      return operation === undefined ? [] : [toOperation(method.toUpperCase(), path, operation)]
    }),
  )
}

function toOperation(method: string, path: string, operation: OperationObject): Operation {
  const statuses = Object.keys(operation.responses ?? {}).map(Number)
  return {
    method,
    path,
    summary: String(operation.summary ?? ''),
    success: statuses.find(status => status >= 200 && status < 300) ?? 200,
    demands: demandsOf(operation),
  }
}

/** Scopes stand in `security`; for groups and age OpenAPI has no words but those of the description. */
function demandsOf({ security = [], description = '' }: OperationObject): Demands {
  const [, groups = ''] = /the groups? ((?:`[^`]+`(?: and | or )?)+)/.exec(description) ?? []
  const [, amount, unit = 's'] = /a sign-in at most (\d+)([smhd]?) ago/.exec(description) ?? []
  return {
    isPublic: security.length === 0,
    scopeSets: security.map(requirement => Object.values(requirement).flat()),
    groups: [...groups.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name),
    anyGroup: groups.includes(' or '),
    maxAge: amount === undefined ? undefined : Number(amount) * (secondsOf[unit] as number),
  }
}

const secondsOf: Readonly<Record<string, number>> = { '': 1, s: 1, m: 60, h: 3600, d: 86_400 }
