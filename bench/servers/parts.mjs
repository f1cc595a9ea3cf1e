import { createRequire } from 'node:module'

/** Modules of the build that is measured, by their path below its folder. */
export function partsOf({ plugin }) {
  return path => import(new URL(`../${path}`, plugin))
}

/** pino, as that build has it, writing every line as it does in production: where nobody reads it. */
export function nowhere({ plugin }) {
  return createRequire(plugin)('pino').destination('/dev/null')
}
