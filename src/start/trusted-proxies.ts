import type { FastifyServerOptions } from 'fastify'

/**
 * Whose X-Forwarded-For is believed: Fastify's `trustProxy`.
 *
 * @param setting one number, of proxies that every request passes; or addresses and networks
 */
export function trustedProxies(
  setting: readonly string[] = [],
): NonNullable<FastifyServerOptions['trustProxy']> {
  const [first = ''] = setting
  // Fastify takes a number as well, but then believes nobody.
  if (/^[0-9]+$/.test(first)) return (_address, hop) => hop < Number(first)
  return setting.length > 0 && [...setting]
}
