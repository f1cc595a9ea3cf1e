import { randomUUID } from 'node:crypto'
import type { User } from '../accounts/account.ts'
import { openAttributes } from '../accounts/attributes.ts'
import type {
  ClaimsAndScopeOverride,
  PreTokenGeneration,
  PreTokenGenerationEvent,
  TriggerSource,
} from '../configuration/pre-token-generation.ts'
import type { AppClient } from '../directory/app-client.ts'
import type { Directory } from '../directory/directory.ts'
import { regionOf } from '../directory/region.ts'
import type { KeyRing } from '../keys/key-ring.ts'
import { askHook } from './ask-hook.ts'
import { idClaims, userAccessClaims } from './claims.ts'
import { rolesOf } from './group-roles.ts'
import { overrideClaims, overrideScopes } from './pre-token-generation.ts'
import { sign } from './sign.ts'
import type { Clock } from './token-issuer.ts'

/** What a user has granted to an app client by signing in. */
export interface UserGrant {
  readonly user: User
  readonly client: AppClient
  readonly scopes: readonly string[]
  /** Seconds since 1970. */
  readonly authTime: number
  readonly originJti: string
  readonly nonce?: string | undefined
  /** The resource that the access token is bound to: RFC 8707. */
  readonly resource?: string | undefined
  readonly triggerSource: TriggerSource
  /** Whether the user signed in through the JSON API. Default: at the hosted pages. */
  readonly viaApi?: boolean | undefined
}

export interface UserTokens {
  readonly accessToken: string
  /** Only with the scope `openid`, or of a sign-in through the JSON API. */
  readonly idToken: string | undefined
  /** Seconds that the access token is good for. */
  readonly expiresIn: number
}

/** Issues the tokens of a real sign-in or refresh. @throws PreTokenGenerationError */
export type IssueUserTokens = (grant: UserGrant) => Promise<UserTokens>

interface Sources {
  readonly directory: Directory
  readonly keys: KeyRing
  readonly clock: Clock
  readonly issuer: () => string
  readonly preTokenGeneration: PreTokenGeneration | undefined
}

export function createUserTokens(sources: Sources): IssueUserTokens {
  const { directory, keys, clock, issuer, preTokenGeneration } = sources
  return async grant => {
    const { user, client, nonce, viaApi = false } = grant
    const override =
      preTokenGeneration === undefined
        ? {}
        : await askHook(preTokenGeneration, eventOf(grant, directory))
    const groups = override.groupOverrideDetails?.groupsToOverride ?? user.groups
    const issuedAt = Math.floor(clock() / 1000)
    const occasion = {
      issuer: issuer(),
      clientId: client.id,
      issuedAt,
      user,
      groups,
      authTime: grant.authTime,
      originJti: client.revocation ? grant.originJti : undefined,
      eventId: randomUUID(),
    }
    const accessToken = await sign(
      overrideClaims(
        userAccessClaims({
          ...occasion,
          expiresAt: issuedAt + client.accessTokenLifetime,
          scopes: overrideScopes(grant.scopes, override.accessTokenGeneration),
          audience: grant.resource,
          viaApi,
        }),
        override.accessTokenGeneration,
      ),
      keys.accessKey,
    )
    const expiresIn = client.accessTokenLifetime
    // Through the API there is no asking for less than everything.
    const idScopes = viaApi ? ['openid'] : grant.scopes
    if (!idScopes.includes('openid')) return { accessToken, idToken: undefined, expiresIn }
    const idToken = await sign(
      overrideClaims(
        idClaims({
          ...occasion,
          expiresAt: issuedAt + client.idTokenLifetime,
          nonce,
          accessToken: viaApi ? undefined : accessToken,
          attributes: openAttributes(user.attributes, idScopes, client.readAttributes),
          ...rolesFor(groups, directory, override),
        }),
        override.idTokenGeneration,
      ),
      keys.idKey,
    )
    return { accessToken, idToken, expiresIn }
  }
}

function rolesFor(
  groups: readonly string[],
  directory: Directory,
  { groupOverrideDetails }: ClaimsAndScopeOverride,
) {
  const { roles, preferredRole } = rolesOf(groups, directory.groups)
  return {
    roles: groupOverrideDetails?.iamRolesToOverride ?? roles,
    preferredRole: groupOverrideDetails?.preferredRole ?? preferredRole,
  }
}

function eventOf(
  { user, client, scopes, triggerSource }: UserGrant,
  { userPoolId, groups }: Directory,
): PreTokenGenerationEvent {
  const { roles, preferredRole = null } = rolesOf(user.groups, groups)
  return {
    version: '2',
    triggerSource,
    region: regionOf(userPoolId),
    userPoolId,
    userName: user.username,
    callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId: client.id },
    request: {
      userAttributes: {
        sub: user.sub,
        'cognito:user_status': user.status,
        ...user.attributes,
      },
      groupConfiguration: {
        groupsToOverride: user.groups,
        iamRolesToOverride: roles,
        preferredRole,
      },
      scopes,
    },
    response: { claimsAndScopeOverrideDetails: null },
  }
}
