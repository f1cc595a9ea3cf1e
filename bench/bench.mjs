import { loadGenerator } from './load.mjs'
import { startPool } from './pool.mjs'
import { startSubject } from './subject.mjs'
import { tokenFiles } from './token-files.mjs'

/** What every section needs: the pool, its tokens, and servers that are stopped in any case. */
export async function openBench(settings) {
  const pool = await startPool()
  const tokens = await tokenFiles(pool)
  const running = new Set()

  async function stopAll() {
    await Promise.all([...running].map(subject => subject.stop()))
    running.clear()
  }

  return {
    settings,
    tokens,
    awsIssuer: pool.awsIssuer,
    generator: loadGenerator(),
    log: line => process.stderr.write(`${line}\n`),
    async start(name, context = {}, { exposeGc } = {}) {
      const subject = await startSubject(name, {
        core: settings.serverCore,
        context: { ...pool.context, plugin: settings.plugin, ...context },
        exposeGc,
      })
      running.add(subject)
      return subject
    },
    stopAll,
    async close() {
      await stopAll()
      await tokens.remove()
      pool.stop()
    },
  }
}
