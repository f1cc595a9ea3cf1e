import t from 'tap'
import { hostFor } from '../../../src/user-pool/configuration/loopback.ts'

t.test('a server listens at the loopback address that it is seen at', async t => {
  for (const [address, host] of [
    ['http://localhost:4100', 'localhost'],
    ['http://127.0.0.1:4100', '127.0.0.1'],
    ['http://127.0.0.2:4100', '127.0.0.2'],
    ['http://[::1]:4100', '::1'],
    ['http://[::1]:8080', 'localhost'],
    ['http://[::1]', 'localhost'],
    ['https://pool.example.com', 'localhost'],
    ['https://pool.example.com:4100', 'localhost'],
    ['https://127.0.0.1:4100', 'localhost'],
  ] as const) {
    t.equal(hostFor(address, 4100), host, address)
  }
  t.equal(hostFor('http://127.0.0.2', 80), '127.0.0.2')
})
