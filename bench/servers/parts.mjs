/** Modules of the build that is measured, by their path below its folder. */
export function partsOf({ plugin }) {
  return path => import(new URL(`../${path}`, plugin))
}

/** Log lines written as that build writes them in production, but where nobody reads them. */
export async function nowhere(context) {
  const { linesTo } = await partsOf(context)('logging/log-lines.js')
  return linesTo('/dev/null')
}
