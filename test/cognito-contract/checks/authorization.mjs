import { address, authorization, get, redirectOf } from '../http.mjs'

const challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWBuGJSstw-cM'

const requests = {
  'a good request goes to /login': {},
  'an unregistered redirect_uri': { redirect_uri: 'https://unregistered.example/' },
  'no redirect_uri': { redirect_uri: undefined },
  'an unknown client': { client_id: 'doesnotexist' },
  'no client': { client_id: undefined },
  'no response_type': { response_type: undefined },
  'an unknown response_type': { response_type: 'id_token' },
  'a flow that the client does not have': { response_type: 'token' },
  'a disallowed scope': { scope: 'openid nothing' },
  'email without openid': { scope: 'email' },
  'a challenge without a method': { code_challenge: challenge },
  'the method plain': { code_challenge: challenge, code_challenge_method: 'plain' },
  'prompt=none without a session': { prompt: 'none' },
  'an unknown identity provider': { identity_provider: 'doesnotexist' },
  'a resource that is no URL': { resource: 'orders' },
}

/** `/oauth2/authorize`, without signing in. */
export const authorizationChecks = Object.entries(requests).map(([what, parameters]) => ({
  name: `authorize: ${what}`,
  run: async target => {
    const query = authorization(target, { state: 'xyz', ...parameters })
    return redirectOf(target, await get(address(target, '/oauth2/authorize', query)))
  },
}))
