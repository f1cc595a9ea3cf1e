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

const { start } = await import(`./${name}.mjs`)
const port = await start(JSON.parse(context))
process.on('message', question => process.send(answers[question]()))
process.on('disconnect', () => process.exit())
process.send({ port })
