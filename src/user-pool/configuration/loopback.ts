import { isIPv4 } from 'node:net'

/** Whether a host name or address can be reached from this machine only. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'))
}

/** Whether what is at an address can. In addresses, those of IPv6 stand in brackets. */
export function isOnLoopback({ hostname }: URL): boolean {
  return isLoopback(hostname.replace(/^\[|\]$/g, ''))
}

/**
 * Where a server listens that is seen at an address: at that very one, if it is a number of this
 * machine and the port is the server's own, so that there is no proxy between.
 */
export function hostFor(address: string, port: number): string {
  const url = new URL(address)
  const isOwn = isOnLoopback(url) && url.protocol === 'http:' && Number(url.port || 80) === port
  return isOwn ? url.hostname.replace(/^\[|\]$/g, '') : 'localhost'
}
