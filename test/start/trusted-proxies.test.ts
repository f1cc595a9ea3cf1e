import t from 'tap'
import { trustedProxies } from '../../src/start/trusted-proxies.ts'

t.test('nobody is trusted by default', async t => {
  t.equal(trustedProxies(undefined), false)
})

t.test('a number of proxies', async t => {
  const trust = trustedProxies(['2']) as (address: string, hop: number) => boolean
  t.strictSame(
    [0, 1, 2, 3].map(hop => trust('192.0.2.1', hop)),
    [true, true, false, false],
  )
})

t.test('addresses, networks and their names', async t => {
  const setting = ['loopback', '10.0.0.0/8', '192.0.2.1', '::1', 'fd00::/8', '2001:db8::/128']
  t.strictSame(trustedProxies(setting), setting)
})
