// Loaded before tap's own preparation of a process. The tests are many short lives: what tap does for
// options not used here, and what V8 does for the long run, would take half as long as the tests.
import async_hooks from 'node:async_hooks'
import module, { syncBuiltinESMExports } from 'node:module'
import { setFlagsFromString } from 'node:v8'
import worker_threads from 'node:worker_threads'

// Its loader notes which files a test loads; its maps lead to sources that have the lines of what runs.
const { register } = module
module.register = (specifier, ...others) => {
  if (!String(specifier).includes('/@tapjs/')) register(specifier, ...others)
}
process.setSourceMapsEnabled(false)
process.setSourceMapsEnabled = () => {}

// It follows each promise to tell whose test an error that nobody caught is of. Without, such an
// error ends the process, which fails the run as well.
const noHook = { enable: () => noHook, disable: () => noHook }
async_hooks.createHook = () => noHook

// All that is prepared here would be prepared again in each thread of a database.
const { Worker } = worker_threads
worker_threads.Worker = class extends Worker {
  constructor(program, options) {
    super(program, { execArgv: [], env: { ...process.env, NODE_OPTIONS: '' }, ...options })
  }
}
syncBuiltinESMExports()

setFlagsFromString('--semi-space-growth-factor=8')
if (process.version.startsWith('v20.')) {
  // Optimized code takes longer to make than these processes have use for it.
  setFlagsFromString('--interrupt-budget=1400000')
  // V8 may take a process down where it changes its mind about where objects are to live ("Check
  // failed: trampoline_pc >= 0"), the likelier the more a process compiles.
  setFlagsFromString('--no-allocation-site-pretenuring')
}
