import { executionAsyncResource } from 'node:async_hooks'

// Runs one server and answers what the bench asks over IPC: <name> <context as JSON>
const [name, context] = process.argv.slice(2)

const answers = {
  cpu() {
    const { user, system } = process.cpuUsage()
    return { microseconds: user + system }
  },
  heap() {
    // The second pass takes what finalizers of the first one let go.
    globalThis.gc()
    globalThis.gc()
    const { heapUsed, external } = process.memoryUsage()
    return { bytes: heapUsed + external }
  },
}

// For all alike: whether V8's inline cache of process.nextTick survives the first collections is
// chance, and makes some microseconds of a request for as long as the process lives.
process.nextTick(() => {
  globalThis.tick = executionAsyncResource()
})
const { start } = await import(`./${name}.mjs`)
const port = await start(JSON.parse(context))
process.on('message', question => process.send(answers[question]()))
process.on('disconnect', () => process.exit())
process.send({ port })
