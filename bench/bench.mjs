import { keepAwake } from './awake.mjs'
import { loadGenerator } from './load.mjs'
import { startPool } from './pool.mjs'
import { startSubject } from './subject.mjs'
import { tokenFiles } from './token-files.mjs'

/** What every section needs: the pool, its tokens, and servers that `close` stops in any case. */
export async function openBench(settings) {
  const pool = await startPool()
  const tokens = await tokenFiles(pool)
  const generator = loadGenerator()
  const running = new Set()
  const awake = keepAwake()

  return {
    settings,
    generator,
    /** Whether the cores do not sleep. */
    isAwake: awake.held,
    /** What every load has in common, for `load`. */
    loadOptions: { generator, core: settings.loadCore, connections: settings.connections },
    tokens,
    awsIssuer: pool.awsIssuer,
    log: line => process.stderr.write(`${line}\n`),
    async start(name, context = {}, { flags, core = settings.serverCore } = {}) {
      const subject = await startSubject(name, {
        core,
        context: { ...pool.context, plugin: settings.plugin, ...context },
        flags,
      })
      running.add(subject)
      return subject
    },
    async close() {
      await Promise.all([...running].map(subject => subject.stop()))
      await tokens.remove()
      pool.stop()
      awake.close()
    },
  }
}
