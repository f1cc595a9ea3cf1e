import querystring from 'node:querystring'
import { isSame } from '../constant-time.ts'
import type { AppClient } from '../directory/app-client.ts'
import type { Form } from './form.ts'
import { OAuthError } from './oauth-error.ts'

interface Credentials {
  readonly id: string
  /** Empty for a public client, which sends none. */
  readonly secret: string
}

/**
 * RFC 6749 section 2.3.1: the client by HTTP Basic, or by `client_id` and `client_secret` in the
 * body; a public client by its `client_id` alone.
 */
export function authenticateClient(
  clients: readonly AppClient[],
  authorization: string | undefined,
  form: Form,
): AppClient {
  const spellings = authorization === undefined ? [fromForm(form)] : fromBasic(authorization, form)
  const client = clients.find(({ id, secret = '', secondSecret = secret }) =>
    spellings.some(
      given =>
        given.id === id && (isSame(given.secret, secret) || isSame(given.secret, secondSecret)),
    ),
  )
  if (client === undefined) throw new OAuthError('invalid_client')
  return client
}

function fromForm(form: Form): Credentials {
  const id = form.get('client_id')
  if (id === undefined) throw new OAuthError('invalid_request')
  return { id, secret: form.get('client_secret') ?? '' }
}

/**
 * The RFC has clients form-encode id and secret before they are joined, but many do not, so both
 * readings count. A `client_id` in the body has to be the same one; two secrets are one too many.
 */
function fromBasic(authorization: string, form: Form): Credentials[] {
  if (form.has('client_secret')) throw new OAuthError('invalid_request')
  const [, encoded = ''] = /^basic +([\w+/-]+=*)$/i.exec(authorization) ?? []
  const [, id = '', secret = ''] =
    /^([^:]*):(.*)$/s.exec(Buffer.from(encoded, 'base64').toString()) ?? []
  const spellings = [
    { id, secret },
    { id: formDecode(id), secret: formDecode(secret) },
  ]
  const named = form.get('client_id')
  return spellings.filter(spelling => named === undefined || named === spelling.id)
}

function formDecode(text: string): string {
  return querystring.unescape(text.replaceAll('+', ' '))
}
