import type { FastifyInstance } from 'fastify'

declare module 'fastify' {
  interface FastifyInstance {
    /**
     * What callers find before the paths of the routes, where a proxy takes it away: `/v1` for
     * `https://api.example.com/v1`, mostly nothing. References to the API's own resources begin with it.
     */
    readonly publicPath: string
  }
}

/** @param publicUrl this API as its callers see it, without trailing slash */
export function rememberPublicPath(app: FastifyInstance, publicUrl: string): void {
  app.decorate('publicPath', new URL(publicUrl).pathname.replace(/\/$/, ''))
}
