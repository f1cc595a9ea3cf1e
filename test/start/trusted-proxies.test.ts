import t from 'tap'
import { ConfigError } from '../../src/config/index.ts'
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

t.test('what looks like an address and is none', async t => {
  const wrong = ['300.0.0.1', '10.0.0.0/33', '10.0.0.0/0', ':::', 'fd00::/129', '1.2.3.4:80']
  t.throws(
    () => trustedProxies(['10.0.0.1', ...wrong]),
    new ConfigError(
      wrong.map(
        item => `TRUST_PROXY: ${item} is not an address, for example TRUST_PROXY=10.0.0.0/8`,
      ),
    ),
  )
})
