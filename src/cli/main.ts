#!/usr/bin/env node
import { atStopSignals } from '../start/stop-signals.ts'
import { main } from './cli.ts'

// AWS tools show what credential_process writes on stderr.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true'

for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', ({ code }: NodeJS.ErrnoException) => {
    // Whoever reads may have had enough: | head -1. The exit code stays that of the command.
    if (code === 'EPIPE') return
    process.on('exit', () => {
      process.exitCode = 1
    })
    if (stream === process.stdout)
      process.stderr.write(`The output could not be written (${code}).\n`)
  })
}

process.exitCode = await main(process.argv.slice(2), {
  env: process.env,
  cwd: process.cwd(),
  input: () => process.stdin,
  out: text => process.stdout.write(text),
  err: text => process.stderr.write(text),
  untilStopped: () =>
    new Promise(resolve => {
      atStopSignals(() => resolve())
    }),
})
