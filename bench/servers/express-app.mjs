import { once } from 'node:events'
import express from 'express'

/** `GET /guarded` behind the middleware, on a free loopback port; refusals are answered as JSON. */
export async function serve(...middleware) {
  const app = express()
  app.get('/guarded', ...middleware, (_request, response) => response.json({ ok: true }))
  app.use((error, _request, response, _next) => {
    response.status(error.status ?? 401).set(error.headers ?? {})
    response.json({ message: error.message })
  })
  const server = app.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return server.address().port
}
