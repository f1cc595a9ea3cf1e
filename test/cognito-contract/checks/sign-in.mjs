import { createHash } from 'node:crypto'
import { signIn } from '../hosted-sign-in.mjs'
import { answerOf, get, post } from '../http.mjs'
import { claimsOf } from './token-endpoint.mjs'

const verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'
const pkce = {
  code_challenge: createHash('sha256').update(verifier).digest('base64url'),
  code_challenge_method: 'S256',
}

function exchange(target, code, parameters = {}) {
  return post(`${target.domain}/oauth2/token`, {
    grant_type: 'authorization_code',
    client_id: target.clientId,
    redirect_uri: target.callback,
    code,
    ...parameters,
  })
}

async function codeFor(target, parameters) {
  return (await signIn(target, parameters)).searchParams.get('code')
}

async function tokensFor(target) {
  return (await exchange(target, await codeFor(target))).json()
}

function refresh(target, refreshToken) {
  return post(`${target.domain}/oauth2/token`, {
    grant_type: 'refresh_token',
    client_id: target.clientId,
    refresh_token: refreshToken,
  })
}

const checks = {
  'callback: parameters and their order': async target => [
    ...(await signIn(target, { state: 'xyz' })).searchParams.keys(),
  ],
  'code: members of the answer': async target => Object.keys(await tokensFor(target)).sort(),
  'code: claims of the access token': async target =>
    claimsOf((await tokensFor(target)).access_token),
  'code: claims of the ID token, with a nonce': async target => {
    const answer = await exchange(target, await codeFor(target, { nonce: 'n' }))
    return claimsOf((await answer.json()).id_token)
  },
  'code: used twice': async target => {
    const code = await codeFor(target)
    await exchange(target, code)
    return answerOf(target, await exchange(target, code))
  },
  'code: with another redirect_uri': async target => {
    const answer = await exchange(target, await codeFor(target), {
      redirect_uri: 'https://x.example/',
    })
    return answerOf(target, answer)
  },
  'code: PKCE without a verifier': async target =>
    answerOf(target, await exchange(target, await codeFor(target, pkce))),
  'code: PKCE with a wrong verifier': async target => {
    const code = await codeFor(target, pkce)
    return answerOf(target, await exchange(target, code, { code_verifier: `${verifier}x` }))
  },
  'code: a verifier without PKCE': async target => {
    const answer = await exchange(target, await codeFor(target), { code_verifier: verifier })
    const { status, body } = await answerOf(target, answer)
    return { status, error: body.error }
  },
  'refresh: members and claims': async target => {
    const { refresh_token } = await tokensFor(target)
    const body = await (await refresh(target, refresh_token)).json()
    return { members: Object.keys(body).sort(), id: claimsOf(body.id_token) }
  },
  'refresh: after revocation': async target => {
    const { refresh_token: token } = await tokensFor(target)
    await post(`${target.domain}/oauth2/revoke`, { client_id: target.clientId, token })
    return answerOf(target, await refresh(target, token))
  },
  'revoke: an access token': async target => {
    const { access_token: token } = await tokensFor(target)
    const form = { client_id: target.clientId, token }
    return answerOf(target, await post(`${target.domain}/oauth2/revoke`, form))
  },
  'userInfo: types of its members': async target => {
    const { access_token } = await tokensFor(target)
    const response = await get(`${target.domain}/oauth2/userInfo`, {
      authorization: `Bearer ${access_token}`,
    })
    const entries = Object.entries(await response.json())
    return Object.fromEntries(entries.map(([name, value]) => [name, typeof value]).sort())
  },
}

/** Everything that comes after a sign-in. */
export const signInChecks = Object.entries(checks).map(([name, run]) => ({
  name,
  needs: 'user',
  run,
}))
