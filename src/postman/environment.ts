import { fullScope } from '../cognito/policy/policy.ts'
import { describedScopes } from '../scopes.ts'

/** What an environment says; a secret may be left out. */
export interface Place {
  /** Name of the environment. */
  readonly name: string
  /** The API as its callers see it. */
  readonly baseUrl: string
  /** Origin of the user pool's OAuth endpoints. */
  readonly authDomain: string
  /** Identifier of the resource server. */
  readonly resourceServer: string
  /** App client for people in the Postman app. */
  readonly clientId?: string | undefined
  readonly clientSecret?: string | undefined
  readonly machineClientId?: string | undefined
  readonly machineClientSecret?: string | undefined
}

/** A Postman environment. */
export function environmentOf({ name, resourceServer, ...place }: Place): object {
  const values = {
    baseUrl: place.baseUrl,
    authDomain: place.authDomain,
    resourceServer,
    scope: ['openid', ...Object.keys(describedScopes(resourceServer))].join(' '),
    clientId: place.clientId,
    clientSecret: place.clientSecret,
    machineScope: ['order.read', 'order.write']
      .map(scope => fullScope(resourceServer, scope))
      .join(' '),
    machineClientId: place.machineClientId,
    machineClientSecret: place.machineClientSecret,
    accessToken: '',
  }
  return {
    name,
    values: Object.entries(values).map(([key, value = '']) => ({
      key,
      value,
      type: /secret|token/i.test(key) ? 'secret' : 'default',
      enabled: true,
    })),
    _postman_variable_scope: 'environment',
  }
}
