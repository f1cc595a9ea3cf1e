import { address, answerOf, get, post, redirectOf } from '../http.mjs'

/** User info, revocation and sign-out, without a user. */
export const resourceChecks = [
  ...Object.entries({
    'no token': {},
    'a token that is none': { authorization: 'Bearer x' },
  }).map(([what, headers]) => ({
    name: `userInfo: ${what}`,
    run: async target => {
      const response = await get(`${target.domain}/oauth2/userInfo`, {
        ...headers,
        origin: 'http://a.example',
      })
      const { status } = await answerOf(target, response)
      return {
        status,
        challenge: response.headers.get('www-authenticate'),
        allowedOrigin: response.headers.get('access-control-allow-origin'),
      }
    },
  })),
  ...Object.entries({
    'no token': {},
    'a token that is none': { token: 'x' },
    'an unknown client': { token: 'x', client_id: 'doesnotexist' },
  }).map(([what, parameters]) => ({
    name: `revoke: ${what}`,
    run: async target => {
      const form = { client_id: target.clientId, ...parameters }
      return answerOf(target, await post(`${target.domain}/oauth2/revoke`, form))
    },
  })),
  ...Object.entries({
    'to logout_uri': target => ({ logout_uri: target.logout, state: 'xyz' }),
    'to /login': target => ({ redirect_uri: target.callback, response_type: 'code' }),
    'an unregistered logout_uri': () => ({ logout_uri: 'https://unregistered.example/' }),
    'neither address': () => ({}),
  }).map(([what, parameters]) => ({
    name: `logout: ${what}`,
    run: async target => {
      const query = { client_id: target.clientId, ...parameters(target) }
      return redirectOf(target, await get(address(target, '/logout', query)))
    },
  })),
]
