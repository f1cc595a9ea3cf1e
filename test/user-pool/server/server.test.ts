import t from 'tap'
import { checkedOptions, openParts } from '../../../src/user-pool/install.ts'
import { buildServer } from '../../../src/user-pool/server/server.ts'

t.test('a route with a schema is refused, since requests are checked by handlers', async t => {
  for (const schema of [{ querystring: {} }, { response: { 200: { type: 'string' } } }]) {
    const { app } = await buildServer(
      await openParts(await checkedOptions({}), () => 'http://localhost'),
    )
    app.get('/with-a-schema', { schema }, async () => '')
    await t.rejects(
      async () => app.ready(),
      /A route of the user pool has no schema: check the request in its handler/,
    )
  }
})
