import type { FastifyReply } from 'fastify'
import { PageError } from '../oauth/authorization-error.ts'
import { readClient, readRequester } from '../oauth/authorization-request.ts'
import { readParameters } from '../oauth/parameters.ts'
import { redirect, samePlace } from './address.ts'
import type { BrowserRequest } from './pages.ts'

/**
 * `GET /logout`: ends the session of the browser, never a token. With `logout_uri` it goes there and
 * everything else is ignored, `state` too; with a callback it goes to the sign-in page.
 *
 * @throws PageError for an address that is not registered
 */
export function logout({ pool, browser, request, reply }: BrowserRequest): FastifyReply {
  const { directory, addresses } = pool
  const { parameters } = readParameters(request.query)
  const client = readClient(parameters, directory)
  const logoutUri = parameters.get('logout_uri')
  if (logoutUri !== undefined) {
    if (!client.signOutUrls.includes(logoutUri)) {
      throw new PageError('logout_mismatch', { client_id: client.id, logout_uri: logoutUri })
    }
    browser.endSession(request, reply)
    return redirect(reply, logoutUri)
  }
  readRequester(request.query, directory)
  browser.endSession(request, reply)
  return redirect(reply, `${addresses().origin}${samePlace(request, '/login')}`)
}
