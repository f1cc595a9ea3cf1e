import Fastify from 'fastify'

export const schema = {
  response: { 200: { type: 'object', properties: { ok: { type: 'boolean' } } } },
}

export async function handler() {
  return { ok: true }
}

export function createApp() {
  return Fastify({ logger: false })
}

/** Adds `GET /guarded` behind the hooks and listens on a free loopback port. */
export async function serve(app, hooks = {}) {
  app.get('/guarded', { ...hooks, schema }, handler)
  await app.listen({ host: '127.0.0.1', port: 0 })
  return app.server.address().port
}
