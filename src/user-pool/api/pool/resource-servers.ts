import { type Static, Type } from 'typebox'
import { CognitoError } from '../../accounts/cognito-error.ts'
import type { ResourceServerConfiguration } from '../../configuration/configuration.ts'
import type { PoolParts } from '../../pool-parts.ts'
import { adminOperation } from '../../protocol/operation.ts'
import { pageOf } from '../../protocol/page-of.ts'
import { limit, nextToken } from '../../protocol/shapes.ts'

const key = { Identifier: Type.String({ minLength: 1, maxLength: 256 }) }
const scope = Type.Object({
  ScopeName: Type.String({ minLength: 1, maxLength: 256, pattern: '^[!#-.0-\\[\\]-~]+$' }),
  ScopeDescription: Type.String({ minLength: 1, maxLength: 256 }),
})
const members = {
  ...key,
  Name: Type.String({ minLength: 1, maxLength: 256, pattern: '^[\\w\\s+=,.@-]+$' }),
  Scopes: Type.Optional(Type.Array(scope, { maxItems: 100 })),
}

export const createResourceServer = adminOperation(members, async (pool, input) => {
  const { resourceServers } = pool.collections
  if (resourceServers.find(input.Identifier) !== undefined) {
    throw new CognitoError(
      'InvalidParameterException',
      `${input.Identifier} already exists in user pool ${pool.directory.userPoolId}.`,
    )
  }
  const created = toServer(input)
  await resourceServers.put(created)
  return { ResourceServer: describeServer(pool, created) }
})

/** Scopes that are gone are not issued any more to machines, and not known to new app clients. */
export const updateResourceServer = adminOperation(members, async (pool, input) => {
  findServer(pool, input.Identifier)
  const updated = toServer(input)
  await pool.collections.resourceServers.put(updated)
  return { ResourceServer: describeServer(pool, updated) }
})

export const describeResourceServer = adminOperation(key, (pool, { Identifier }) => ({
  ResourceServer: describeServer(pool, findServer(pool, Identifier)),
}))

export const listResourceServers = adminOperation(
  { MaxResults: limit, NextToken: nextToken },
  (pool, { MaxResults, NextToken }) => {
    const { page, next } = pageOf(pool.directory.resourceServers, MaxResults, NextToken)
    return { ResourceServers: page.map(server => describeServer(pool, server)), NextToken: next }
  },
)

export const deleteResourceServer = adminOperation(key, async (pool, { Identifier }) => {
  findServer(pool, Identifier)
  await pool.collections.resourceServers.remove(Identifier)
  return {}
})

/** @throws CognitoError ResourceNotFoundException */
function findServer({ collections }: PoolParts, identifier: string): ResourceServerConfiguration {
  const found = collections.resourceServers.find(identifier)
  if (found !== undefined) return found
  throw new CognitoError(
    'ResourceNotFoundException',
    `Resource server ${identifier} does not exist.`,
  )
}

function toServer(input: {
  readonly Identifier: string
  readonly Name: string
  readonly Scopes?: readonly Static<typeof scope>[]
}): ResourceServerConfiguration {
  const { Identifier, Name, Scopes = [] } = input
  const scopes = Scopes.map(({ ScopeName, ScopeDescription }) => ({
    name: ScopeName,
    description: ScopeDescription,
  }))
  return { identifier: Identifier, name: Name, scopes }
}

function describeServer(
  { directory }: PoolParts,
  { identifier, name, scopes }: ResourceServerConfiguration,
): object {
  return {
    UserPoolId: directory.userPoolId,
    Identifier: identifier,
    Name: name,
    Scopes: scopes.map(({ name, description }) => ({
      ScopeName: name,
      ScopeDescription: description,
    })),
  }
}
