const formType = 'application/x-www-form-urlencoded'

/** The path with a query; parameters that are `undefined` are left out. */
export function address(target, path, parameters = {}) {
  const query = new URLSearchParams(given(parameters))
  return `${target.domain}${path}?${query}`
}

/** The parameters of a request for a code, with some replaced. */
export function authorization(target, parameters = {}) {
  return {
    response_type: 'code',
    client_id: target.clientId,
    redirect_uri: target.callback,
    scope: 'openid email',
    ...parameters,
  }
}

export function get(url, headers = {}) {
  return fetch(url, { headers, redirect: 'manual' })
}

export function post(url, parameters, headers = {}) {
  return fetch(url, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'content-type': formType, ...headers },
    body: new URLSearchParams(given(parameters)).toString(),
  })
}

export function basic(id, secret) {
  return { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` }
}

/** Status and, of a redirect, where to: what is this pool's own is replaced by what it is. */
export async function redirectOf(target, response) {
  await response.body?.cancel()
  const location = response.headers.get('location') ?? undefined
  return { status: response.status, location: location && neutral(target, location) }
}

/** Status and members of a JSON answer, or its text. */
export async function answerOf(target, response) {
  const text = await response.text()
  try {
    return { status: response.status, body: JSON.parse(neutral(target, text)) }
  } catch {
    return { status: response.status, body: text === '' ? '(empty)' : '(no JSON)' }
  }
}

/** Text in which two pools that behave alike do not differ. */
function neutral(target, text) {
  return text
    .replaceAll(target.issuer, '<issuer>')
    .replaceAll(target.domain, '<domain>')
    .replaceAll(target.clientId, '<client>')
    .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '<uuid>')
}

function given(parameters) {
  return Object.fromEntries(Object.entries(parameters).filter(([, value]) => value !== undefined))
}
