import { address, authorization } from './http.mjs'

/**
 * Signs the user in through the pages of the pool, as the classic hosted UI has them: a form with
 * `username` and `password`, whose hidden fields and cookies go back as they came.
 *
 * @returns the address the browser was sent to
 * @throws Error where there is no such form: managed login needs a browser with script
 */
export async function signIn(target, parameters = {}) {
  const cookies = new Map()
  let url = address(target, '/oauth2/authorize', authorization(target, parameters))
  let init = {}
  for (let step = 0; step < 10; step += 1) {
    const response = await send(url, init, cookies)
    const location = response.headers.get('location')
    if (location !== null) {
      await response.body?.cancel()
      const next = new URL(location, url).href
      if (next.startsWith(target.callback)) return new URL(next)
      url = next
      init = {}
    } else {
      const form = readForm(await response.text())
      url = new URL(form.action, url).href
      const [username, password] = target.user
      const fields = new URLSearchParams({ ...form.fields, username, password })
      init = {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: fields.toString(),
      }
    }
  }
  throw new Error('The sign-in does not come to an end: are user name and password right?')
}

async function send(url, init, cookies) {
  const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const headers = { ...init.headers, ...(cookie && { cookie }) }
  const response = await fetch(url, { ...init, headers, redirect: 'manual' })
  for (const header of response.headers.getSetCookie()) {
    const [, name, value] = /^([^=]+)=([^;]*)/.exec(header)
    cookies.set(name, value)
  }
  return response
}

function readForm(html) {
  const forms = [...html.matchAll(/<form[^>]*>(.*?)<\/form>/gs)]
  const form = forms.find(([, content]) => /name="password"/.test(content))
  if (form === undefined) {
    throw new Error('There is no form to sign in with: give the domain the classic hosted UI')
  }
  const [whole, content] = form
  const inputs = [...content.matchAll(/<input[^>]*>/g)].map(([input]) => [
    attribute(input, 'name'),
    attribute(input, 'value'),
  ])
  const action = attribute(/<form[^>]*>/.exec(whole)[0], 'action')
  return { action, fields: Object.fromEntries(inputs.filter(([name]) => name !== '')) }
}

function attribute(tag, name) {
  const [, value = ''] = new RegExp(`\\s${name}="([^"]*)"`).exec(tag) ?? []
  return value.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&')
}
