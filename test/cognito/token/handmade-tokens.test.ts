import { decodeJwt } from 'jose'
import t from 'tap'
import { invalidToken, letIn } from '../../support/cognito-answers.ts'
import { startService } from '../../support/cognito-service.ts'
import { createTestKey } from '../../support/cognito-signing-key.ts'
import { aud, startStrictService } from '../strict-service.ts'

const { pool, strict } = await startStrictService()

t.test('what cannot be told from the claims a pool would write', async t => {
  const key = createTestKey('local-own')
  pool.serve({ keys: [key.jwk] })
  t.teardown(() => pool.serve(undefined))
  const service = await startService(t, pool, strict)
  const claims = decodeJwt(await pool.accessToken(aud))
  const { client_id, exp, ...others } = claims
  const spliced = (rest: object, text: string) => `${JSON.stringify(rest).slice(0, -1)},${text}}`
  const { client_id: _, ...noClient } = claims
  const { exp: __, ...noExpiry } = claims

  t.test('a claim named twice counts as said last', async t => {
    const bad = `"client_id":"evil","client_id":${JSON.stringify(client_id)}`
    t.strictSame(await service.get(key.sign(spliced(noClient, bad))), letIn)
    const worse = `"client_id":${JSON.stringify(client_id)},"client_id":"evil"`
    t.strictSame(await service.get(key.sign(spliced(noClient, worse))), invalidToken)
    t.equal(service.reason(), 'wrong_client')
  })

  t.test('a claim cannot be inherited from __proto__', async t => {
    for (const name of ['__proto__', '\\u005f_proto__', '__proto\\u005f_']) {
      const client = `"${name}":{"client_id":${JSON.stringify(client_id)}}`
      t.strictSame(await service.get(key.sign(spliced(noClient, client))), invalidToken)
      t.equal(service.reason(), 'wrong_client', name)
      const expiry = `"${name}":{"exp":${exp}}`
      t.strictSame(await service.get(key.sign(spliced(noExpiry, expiry))), invalidToken)
      t.equal(service.reason(), 'invalid_claims', name)
      const header = `{"kid":"local-own","${name}":{"alg":"RS256"}}`
      t.strictSame(await service.get(key.sign(claims, header)), invalidToken)
      t.equal(service.reason(), 'wrong_algorithm', name)
      const kid = `{"alg":"RS256","${name}":{"kid":"local-own"}}`
      t.strictSame(await service.get(key.sign(claims, kid)), invalidToken)
      t.equal(service.reason(), 'malformed_token', name)
    }
    t.equal(Object.getOwnPropertyDescriptor(Object.prototype, 'client_id'), undefined)
  })

  t.test('claims as deep as 8 KiB can be', async t => {
    const deep = `"deep":${'['.repeat(2400)}${']'.repeat(2400)}`
    t.strictSame(await service.get(key.sign(spliced(claims, deep))), letIn)
    const open = `"deep":${'['.repeat(4800)}`
    t.strictSame(await service.get(key.sign(spliced(claims, open))), invalidToken)
    t.equal(service.reason(), 'malformed_token')
  })

  t.test('numbers JSON has and JavaScript has not', async t => {
    for (const literal of ['1e400', '-0.0e1', '1e-400', '0x7fffffff', 'Infinity', '017', '1_0']) {
      const token = key.sign(spliced(noExpiry, `"exp":${literal}`))
      t.equal((await service.get(token)).status, 401, literal)
    }
    t.strictSame(await service.get(key.sign(spliced(noExpiry, `"exp":${exp}.000e0`))), letIn)
    t.strictSame(await service.get(key.sign({ ...others, exp, client_id })), letIn)
  })

  t.test('bytes that are no UTF-8', async t => {
    for (const bytes of [[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf5, 0x80, 0x80, 0x80]]) {
      const payload = Buffer.from(JSON.stringify({ ...claims, note: '?' }))
      const at = payload.lastIndexOf('?')
      const spoilt = Buffer.concat([
        payload.subarray(0, at),
        Buffer.from(bytes),
        payload.subarray(at + 1),
      ])
      t.strictSame(await service.get(key.sign(spoilt)), invalidToken)
      t.equal(service.reason(), 'malformed_token')
      const header = Buffer.concat([Buffer.from('{"alg":"RS256","x":"'), Buffer.from(bytes)])
      t.strictSame(await service.get(key.sign(claims, header)), invalidToken)
      t.equal(service.reason(), 'malformed_token')
    }
  })
})
