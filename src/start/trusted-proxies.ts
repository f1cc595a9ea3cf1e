import { isIP } from 'node:net'
import type { FastifyServerOptions } from 'fastify'
import { ConfigError } from '../config/index.ts'

const ranges = ['loopback', 'linklocal', 'uniquelocal']

/**
 * Whose X-Forwarded-For is believed: Fastify's `trustProxy`.
 *
 * @param setting one number, of proxies that every request passes; or addresses and networks
 * @throws {ConfigError} one of them is not an address
 */
export function trustedProxies(
  setting: readonly string[] = [],
): NonNullable<FastifyServerOptions['trustProxy']> {
  const [first = ''] = setting
  // Fastify takes a number as well, but then believes nobody.
  if (/^[0-9]+$/.test(first)) return (_address, hop) => hop < Number(first)
  const wrong = setting.filter(item => !ranges.includes(item) && !isNetwork(item))
  if (wrong.length > 0) {
    throw new ConfigError(
      wrong.map(
        item => `TRUST_PROXY: ${item} is not an address, for example TRUST_PROXY=10.0.0.0/8`,
      ),
    )
  }
  return setting.length > 0 && [...setting]
}

function isNetwork(item: string): boolean {
  const [address = '', bits = '1'] = item.split('/')
  const longest = { 0: 0, 4: 32, 6: 128 }[isIP(address)] as number
  return Number(bits) >= 1 && Number(bits) <= longest
}
