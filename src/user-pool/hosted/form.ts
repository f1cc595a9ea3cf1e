import type { FastifyRequest } from 'fastify'
import { readParameters } from '../oauth/parameters.ts'
import type { Browser } from './browser.ts'

/**
 * The fields of a form that came from one of the pages.
 *
 * @throws PageError when it did not
 */
export function readPageForm(request: FastifyRequest, browser: Browser): (field: string) => string {
  const { parameters } = readParameters(request.body)
  browser.checkCsrfToken(request, parameters.get('_csrf') ?? '')
  return field => parameters.get(field) ?? ''
}
