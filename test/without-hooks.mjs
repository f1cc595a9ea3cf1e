// Loaded before tap's own preparation of a process: its hooks note which files a test loads, for an
// option that is not used here, and its maps lead to sources that have the same lines as what runs.
// Both together would take more time than the tests.
import module from 'node:module'
import { setFlagsFromString } from 'node:v8'

const { register } = module
module.register = (specifier, ...others) => {
  if (!String(specifier).includes('/@tapjs/')) register(specifier, ...others)
}
process.setSourceMapsEnabled = () => {}

// V8 of Node 20 may take a process down where it changes its mind about where objects are to live
// ("Check failed: trampoline_pc >= 0"), the likelier the more a process compiles.
setFlagsFromString('--no-allocation-site-pretenuring')
