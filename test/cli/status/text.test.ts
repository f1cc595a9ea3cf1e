import t from 'tap'
import { statusText } from '../../../src/cli/status/text.ts'
import { openInstall } from '../../support/user-pool.ts'

t.test('what users are called cannot steer the terminal', async t => {
  const pool = await openInstall({ origin: 'http://localhost:4100' })
  const server = { url: 'http://localhost:3000', answers: true }
  const { password, ...alice } = pool.user('alice@example.com')
  const user = { ...alice, sub: 'abc', email: '\u001b[2J@example.com', groups: ['\u202ea', 'b'] }
  const userPool = {
    ...pool.describe(),
    kind: 'local' as const,
    answers: true,
    dataFolder: 'data',
    keysMadeAt: new Date().toISOString(),
    users: [user],
  }
  t.match(
    statusText({ api: server, webClient: server, userPool }),
    '\n  \\u001b[2J@example.com  a password of their own  group \\u202ea, b  sub abc\n',
  )
})
