import { answerOf, basic, post } from '../http.mjs'

const requests = {
  'no grant_type': {},
  'an unknown grant_type': { grant_type: 'password' },
  'an unknown client': { grant_type: 'authorization_code', client_id: 'doesnotexist', code: 'x' },
  'no client': { grant_type: 'authorization_code', client_id: undefined, code: 'x' },
  'a secret for a client without one': {
    grant_type: 'authorization_code',
    client_secret: 'x',
    code: 'x',
  },
  'no code': { grant_type: 'authorization_code' },
  'an unknown code': { grant_type: 'authorization_code', code: 'x' },
  'an unknown refresh token': { grant_type: 'refresh_token', refresh_token: 'x' },
  'client credentials without the flow': { grant_type: 'client_credentials' },
}

const refusals = Object.entries(requests).map(([what, parameters]) => ({
  name: `token: ${what}`,
  run: async target => {
    const common = { client_id: target.clientId, redirect_uri: target.callback }
    return answerOf(
      target,
      await post(`${target.domain}/oauth2/token`, { ...common, ...parameters }),
    )
  },
}))

/** Answers of the token endpoint that need no user. */
export const tokenChecks = [
  ...refusals,
  {
    name: 'token: CORS',
    run: async target => {
      const response = await post(
        `${target.domain}/oauth2/token`,
        {},
        { origin: 'http://a.example' },
      )
      await response.body?.cancel()
      return response.headers.get('access-control-allow-origin')
    },
  },
  machineCheck('client credentials: members and claims', {}, async response => {
    const body = await response.json()
    return { members: Object.keys(body).sort(), claims: claimsOf(body.access_token) }
  }),
  machineCheck('client credentials: a disallowed scope', { scope: 'nothing' }, statusAndError),
  {
    name: 'client credentials: a wrong secret',
    needs: 'machine',
    run: async target => {
      const [id] = target.machine
      const parameters = { grant_type: 'client_credentials' }
      const url = `${target.domain}/oauth2/token`
      return statusAndError(await post(url, parameters, basic(id, 'wrong')))
    },
  },
]

function machineCheck(name, parameters, observe) {
  return {
    name,
    needs: 'machine',
    run: async target => {
      const form = { grant_type: 'client_credentials', ...parameters }
      return observe(await post(`${target.domain}/oauth2/token`, form, basic(...target.machine)))
    },
  }
}

async function statusAndError(response) {
  const { error } = await response.json()
  return { status: response.status, error }
}

/** Names of the members of header and payload. */
export function claimsOf(token) {
  const [header, payload] = token.split('.').map(part => {
    try {
      return Object.keys(JSON.parse(Buffer.from(part, 'base64url').toString())).sort()
    } catch {
      return []
    }
  })
  return { header, payload }
}
