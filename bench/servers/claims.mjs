/**
 * What a Cognito resource server has to look at after the signature and what most libraries
 * leave to the application: kind of token, app client, scope.
 */
export function claimsCheck({ clientId, resourceServer, requiredScope }) {
  const scope = `${resourceServer}/${requiredScope}`
  return payload => {
    if (payload.token_use !== 'access' || payload.client_id !== clientId) throw refusal(401)
    if (!payload.scope.split(' ').includes(scope)) throw refusal(403)
  }
}

/** The same as a hook for plugins that leave the claims in `request.user`. */
export function userClaimsHook(context) {
  const check = claimsCheck(context)
  return (request, _reply, done) => {
    try {
      check(request.user)
      done()
    } catch (error) {
      done(error)
    }
  }
}

/** A synchronous onRequest hook around a function from token to claims. */
export function bearerHook(verify) {
  return (request, _reply, done) => {
    try {
      request.user = verify(bearer(request))
      done()
    } catch (error) {
      done(asRefusal(error))
    }
  }
}

/** The same around a function that returns a promise. */
export function asyncBearerHook(verify) {
  return async request => {
    try {
      request.user = await verify(bearer(request))
    } catch (error) {
      throw asRefusal(error)
    }
  }
}

export function bearer(request) {
  const { authorization } = request.headers
  if (!authorization?.startsWith('Bearer ')) throw refusal(401)
  return authorization.slice(7)
}

function refusal(statusCode) {
  return Object.assign(new Error('refused'), { statusCode })
}

function asRefusal(error) {
  error.statusCode ??= 401
  return error
}
