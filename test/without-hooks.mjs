// Loaded before tap's own preparation of a process: its hooks note which files a test loads, for an
// option that is not used here, and its maps lead to sources that have the same lines as what runs.
// Both together would take more time than the tests.
import module from 'node:module'

const { register } = module
module.register = (specifier, ...others) => {
  if (!String(specifier).includes('/@tapjs/')) register(specifier, ...others)
}
process.setSourceMapsEnabled = () => {}
