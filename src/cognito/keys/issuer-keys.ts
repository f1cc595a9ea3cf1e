import type { Settings, TrustedIssuer } from '../settings/settings.ts'
import { admitKeys } from './admission.ts'
import { createAdmittedKeys } from './admitted-keys.ts'
import { fetchKeySet } from './key-fetch.ts'
import { createKeySet, type KeySet } from './key-set.ts'
import { type Log, unfailing } from './log.ts'

/** The key set of a trusted issuer: fetched over HTTP, admitted key by key. */
export function createIssuerKeys(
  issuer: TrustedIssuer,
  settings: Settings,
  serviceLog: Log,
): KeySet {
  const log = unfailing(serviceLog)
  let droppedBefore = ''
  return createKeySet({
    maxAge: settings.jwksMaxAgeSeconds * 1000,
    maxStale: settings.jwksMaxStaleSeconds * 1000,
    now: settings.now,
    onFailure: error =>
      log.warn({ err: error, issuer: issuer.issuer }, 'signing keys not refreshed'),
    onRecovery: () => log.info({ issuer: issuer.issuer }, 'signing keys are refreshed again'),
    async fetchKeys(stopped, held) {
      const body = await fetchKeySet(issuer.jwksUri, stopped)
      const { keys, dropped } = admitKeys(body, issuer.isLoopback)
      const isHeld = held?.consistsOf(keys) === true
      const droppedNow = JSON.stringify(dropped)
      if (isHeld && droppedNow === droppedBefore) return held
      droppedBefore = droppedNow
      const summary = { issuer: issuer.issuer, keys: keys.length, dropped }
      if (dropped.length > 0) {
        log.warn(summary, 'signing keys admitted, some of the set not used')
      } else {
        log.info(summary, 'signing keys admitted')
      }
      return isHeld ? held : createAdmittedKeys(issuer.issuer, keys)
    },
  })
}
