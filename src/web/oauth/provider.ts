import * as oidc from 'openid-client'
import { limitedFetch } from '../../limited-fetch.ts'
import type { PageFailure } from '../failures.ts'
import { callbackPath, signOutPath, type WebClientOptions } from '../options.ts'
import { failureOf, unusableAnswer, userInfoFailureOf, userPoolAway } from './failures.ts'
import { type Claims, claimsOf, type Tokens } from './tokens.ts'

/** What the answer of a sign-in will be held against. */
export interface Proof {
  readonly nonce: string
  readonly codeVerifier: string
}

/** The user pool as an OpenID provider. Its failures are `PageFailure`s. */
export interface Provider {
  readonly makeProof: () => Proof
  /** Where the browser goes to sign in. */
  readonly signInHref: (state: string, proof: Proof) => Promise<string>
  /**
   * Whether the user pool answers. One that does is asked once a second at most, however many want to
   * sign in; one that does not is asked again by the next.
   *
   * @throws PageFailure 503 when it does not
   */
  readonly checkPresence: () => Promise<void>
  /** Exchanges the code of a callback. */
  readonly redeem: (callback: Callback) => Promise<Tokens>
  readonly refresh: (tokens: Tokens, refreshToken: string) => Promise<Tokens>
  /**
   * Makes a refresh token worthless, and at the pool whatever came from the same sign-in.
   *
   * @returns why it is not
   */
  readonly revoke: (refreshToken: string) => Promise<PageFailure | undefined>
  /** What the user pool tells about the user, attributes in the form of claims. */
  readonly userInfo: (tokens: Tokens) => Promise<Claims>
  /** Where the browser's session at the user pool ends. */
  readonly signOutHref: string
}

export interface Callback extends Proof {
  /** As it came, `?` included. */
  readonly query: string
  readonly state: string
}

/** Seconds until an answer is given up. */
const timeout = 10

export function createProvider({ url, userPool, now = Date.now }: WebClientOptions): Provider {
  const config = configurationOf(userPool)
  const callbackUrl = `${url}${callbackPath}`
  let askedAt = Number.NEGATIVE_INFINITY
  let presence = Promise.resolve()

  return {
    makeProof: () => ({ nonce: oidc.randomNonce(), codeVerifier: oidc.randomPKCECodeVerifier() }),
    signInHref: async (state, { nonce, codeVerifier }) => {
      const { href } = oidc.buildAuthorizationUrl(config, {
        redirect_uri: callbackUrl,
        scope: userPool.scopes.join(' '),
        state,
        nonce,
        code_challenge: await oidc.calculatePKCECodeChallenge(codeVerifier),
        code_challenge_method: 'S256',
        ...(userPool.resource !== undefined && { resource: userPool.resource }),
      })
      return href
    },
    checkPresence: () => {
      if (Math.abs(now() - askedAt) >= 1000) {
        askedAt = now()
        presence = askPresence(userPool.jwksUri).catch(error => {
          askedAt = Number.NEGATIVE_INFINITY
          throw error
        })
      }
      return presence
    },
    redeem: async ({ query, state, nonce, codeVerifier }) => {
      const answer = await oidc
        .authorizationCodeGrant(config, new URL(`${callbackUrl}${query}`), {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: codeVerifier,
        })
        .catch(failWith)
      return tokensOf(answer)
    },
    refresh: async (before, refreshToken) => {
      const answer = await oidc.refreshTokenGrant(config, refreshToken).catch(failWith)
      const tokens = tokensOf(answer, refreshToken)
      // OpenID Connect Core 12.2: it must be the same user.
      if (tokens.idClaims.sub !== before.idClaims.sub) throw unusableAnswer('other_subject')
      return tokens
    },
    revoke: refreshToken =>
      oidc.tokenRevocation(config, refreshToken).then(() => undefined, failureOf),
    userInfo: ({ accessToken, idClaims }) =>
      oidc.fetchUserInfo(config, accessToken, String(idClaims.sub)).catch(error => {
        throw userInfoFailureOf(error)
      }),
    signOutHref: `${userPool.domain}/logout?${new URLSearchParams({
      client_id: userPool.clientId,
      logout_uri: `${url}${signOutPath}`,
    })}`,
  }
}

async function askPresence(jwksUri: string): Promise<void> {
  const signal = AbortSignal.timeout(timeout * 1000)
  const answer = await fetch(jwksUri, { signal }).catch(failWith)
  await answer.body?.cancel()
  if (!answer.ok) throw userPoolAway()
}

/** Cognito's endpoints have fixed paths, so that nothing has to be discovered before the first sign-in. */
function configurationOf(userPool: WebClientOptions['userPool']): oidc.Configuration {
  const { issuer, jwksUri, domain, clientId, clientSecret, clockToleranceSeconds } = userPool
  const config = new oidc.Configuration(
    {
      issuer,
      jwks_uri: jwksUri,
      authorization_endpoint: `${domain}/oauth2/authorize`,
      token_endpoint: `${domain}/oauth2/token`,
      userinfo_endpoint: `${domain}/oauth2/userInfo`,
      revocation_endpoint: `${domain}/oauth2/revoke`,
    },
    clientId,
    { [oidc.clockTolerance]: clockToleranceSeconds },
    clientSecret === undefined ? oidc.None() : oidc.ClientSecretBasic(clientSecret),
  )
  config.timeout = timeout
  config[oidc.customFetch] = limitedFetch
  // The signature is checked as well, although the token comes from the issuer over TLS.
  oidc.enableNonRepudiationChecks(config)
  // The settings admit http on loopback only.
  if ([issuer, jwksUri, domain].some(address => address.startsWith('http:'))) {
    oidc.allowInsecureRequests(config)
  }
  return config
}

function failWith(error: unknown): never {
  throw failureOf(error)
}

/** @param refreshToken what is kept when the answer brings none: Cognito's are good for long */
function tokensOf(answer: oidc.TokenEndpointResponse, refreshToken?: string): Tokens {
  try {
    const { access_token: accessToken, id_token: idToken = '' } = answer
    return {
      accessToken,
      idToken,
      refreshToken: answer.refresh_token ?? refreshToken,
      accessClaims: claimsOf(accessToken),
      idClaims: claimsOf(idToken),
    }
  } catch {
    throw unusableAnswer('not_a_jwt')
  }
}
