import { createApp, serve } from './fastify-app.mjs'

/** The limit: Fastify with nothing in front of the handler. */
export function start() {
  return serve(createApp())
}
