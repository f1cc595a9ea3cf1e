import { get } from '../http.mjs'

/** Discovery and key set. */
export const documents = [
  {
    name: 'discovery: members',
    run: async target => {
      const response = await get(`${target.issuer}/.well-known/openid-configuration`)
      return Object.keys(await response.json()).sort()
    },
  },
  {
    name: 'discovery: response types, algorithms, ways to authenticate',
    run: async target => {
      const response = await get(`${target.issuer}/.well-known/openid-configuration`)
      const document = await response.json()
      return {
        responseTypes: document.response_types_supported,
        algorithms: document.id_token_signing_alg_values_supported,
        authentication: document.token_endpoint_auth_methods_supported,
      }
    },
  },
  {
    name: 'key set: members of a key, more than one key, CORS',
    run: async target => {
      const response = await get(`${target.issuer}/.well-known/jwks.json`, {
        origin: 'http://localhost:4200',
      })
      const { keys } = await response.json()
      return {
        members: Object.keys(keys[0]).sort(),
        severalKeys: keys.length > 1,
        allowedOrigin: response.headers.get('access-control-allow-origin'),
      }
    },
  },
]
