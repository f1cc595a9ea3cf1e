import { CognitoJwtVerifier } from 'aws-jwt-verify'
import { createLocalJWKSet, jwtVerify } from 'jose'
import t from 'tap'
import { freePort } from '../../support/free-port.ts'
import { createUserPool } from '../../support/user-pool.ts'
import { createTestBrowser, departure, page } from '../browser.ts'
import { alice, callback, post, requestPath, type Tokens } from '../oauth/relying-party.ts'

t.test('jose and aws-jwt-verify’s class for Cognito accept every token, as from AWS', async t => {
  const port = await freePort()
  const origin = 'https://cognito-idp.eu-central-1.amazonaws.com'
  const aws = await createUserPool({ port, origin })
  t.teardown(aws.close)
  const { userPoolId, issuer } = aws
  t.equal(issuer, `${origin}/${userPoolId}`)
  const here = `http://localhost:${port}`
  const client = aws.client('web').id

  async function answerTo(responseType: string): Promise<URL> {
    const browser = createTestBrowser(here)
    const path = requestPath(aws, { response_type: responseType }, '/login')
    return departure(await browser.submit(page(await browser.open(path)), alice))
  }
  const exchange = async (parameters: Record<string, string>) => {
    const { body } = await post(`${here}/oauth2/token`, { client_id: client, ...parameters })
    return body as unknown as Tokens
  }
  const code = (await answerTo('code')).searchParams.get('code') ?? ''
  const tokens = await exchange({
    grant_type: 'authorization_code',
    code,
    redirect_uri: callback,
  })
  const { refresh_token } = tokens
  const refreshed = await exchange({ grant_type: 'refresh_token', refresh_token })
  const fragment = new URLSearchParams((await answerTo('token')).hash.slice(1))

  const jwks = { keys: aws.keySet.keys.map(key => ({ ...key })) }
  const keys = createLocalJWKSet(jwks)
  for (const [token, tokenUse] of [
    [tokens.access_token, 'access'],
    [tokens.id_token, 'id'],
    [refreshed.access_token, 'access'],
    [refreshed.id_token, 'id'],
    [fragment.get('access_token') ?? '', 'access'],
    [fragment.get('id_token') ?? '', 'id'],
    [await aws.machineToken({ clientId: client }), 'access'],
  ] as const) {
    const verifier = CognitoJwtVerifier.create({ userPoolId, clientId: client, tokenUse })
    verifier.cacheJwks(jwks)
    t.match(await verifier.verify(token), { token_use: tokenUse, iss: issuer })
    t.match(await jwtVerify(token, keys, { issuer }), { payload: { token_use: tokenUse } })
    const other = tokenUse === 'id' ? 'access' : 'id'
    const wrong = CognitoJwtVerifier.create({ userPoolId, clientId: client, tokenUse: other })
    wrong.cacheJwks(jwks)
    await t.rejects(wrong.verify(token), {
      message: `Token use not allowed: ${tokenUse}. Expected: ${other}`,
    })
  }
})
