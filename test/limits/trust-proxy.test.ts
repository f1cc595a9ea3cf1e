import t, { type Test } from 'tap'
import { trustedProxies } from '../../src/start/trusted-proxies.ts'
import { recordLog, startApi } from '../support/api.ts'

/** The address that is logged of a request that came through proxies. */
async function addressSeen(t: Test, setting: string[] | undefined, forwarded: string) {
  const { logger, lines } = recordLog('info')
  const api = await startApi(t, { logger, trustProxy: trustedProxies(setting) })
  await api.send({
    url: '/',
    remoteAddress: '10.0.0.9',
    headers: {
      'x-forwarded-for': forwarded,
      'x-forwarded-host': 'evil.example',
      'x-forwarded-proto': 'gopher',
    },
  })
  return lines[0]?.remoteAddress
}

t.test('whose address counts', async t => {
  const forwarded = '203.0.113.66, 198.51.100.7, 10.0.0.8'
  t.equal(await addressSeen(t, undefined, forwarded), '10.0.0.9')
  t.equal(await addressSeen(t, ['192.0.2.0/24'], forwarded), '10.0.0.9')
  t.equal(await addressSeen(t, ['10.0.0.9'], forwarded), '10.0.0.8')
  t.equal(await addressSeen(t, ['10.0.0.0/8'], forwarded), '198.51.100.7')
  t.equal(await addressSeen(t, ['1'], forwarded), '10.0.0.8')
  t.equal(await addressSeen(t, ['2'], forwarded), '198.51.100.7')
})
