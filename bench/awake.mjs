import { closeSync, openSync, writeSync } from 'node:fs'

/**
 * Keeps the cores from sleeping until `close` is called, through Linux' PM QoS interface: a request for
 * a latency of 0 us. Otherwise a server pays for waking the load with each of its answers, and the
 * more so the slower it is, since the load sleeps the more. `held` is whether the machine allows it
 * (to root only, as a rule).
 */
export function keepAwake() {
  try {
    const file = openSync('/dev/cpu_dma_latency', 'w')
    writeSync(file, Buffer.alloc(4))
    return { held: true, close: () => closeSync(file) }
  } catch {
    return { held: false, close() {} }
  }
}
