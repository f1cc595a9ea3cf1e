import jwt from 'jsonwebtoken'
import jwkToPem from 'jwk-to-pem'
import { bearer } from './claims.mjs'
import { serve } from './express-app.mjs'

/**
 * What cognito-express does per request (its constructor knows only AWS's address): decode, look
 * at `iss` and `token_use`, then jsonwebtoken with the PEM that jwk-to-pem made at the start.
 */
export function start({ issuer, keySet }) {
  const pems = Object.fromEntries(
    keySet.keys.map(({ kid, kty, n, e }) => [kid, jwkToPem({ kty, n, e })]),
  )

  function validate(token) {
    const decoded = jwt.decode(token, { complete: true })
    if (!decoded) throw new TypeError('Not a valid JWT token')
    if (decoded.payload.iss !== issuer) throw new TypeError('token is not from your User Pool')
    if (decoded.payload.token_use !== 'access') throw new TypeError('Not an access token')
    const pem = pems[decoded.header.kid]
    if (!pem) throw new TypeError('Invalid access token')
    return jwt.verify(token, pem, { issuer, maxAge: 3600000 })
  }

  return serve((request, response, next) => {
    try {
      response.locals.user = validate(bearer(request))
      next()
    } catch (error) {
      next(error)
    }
  })
}
