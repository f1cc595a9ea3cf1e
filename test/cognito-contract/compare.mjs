import { isDeepStrictEqual } from 'node:util'

/** Runs the checks against both, one after the other, and tells each outcome as it comes. */
export async function compare(checks, local, other, print) {
  const counts = { same: 0, different: 0, failed: 0, skipped: 0 }
  for (const { name, needs, run } of checks) {
    if (needs !== undefined && other[needs] === undefined) {
      counts.skipped += 1
      print(`skipped    ${name} (no ${needs})`)
      continue
    }
    const [here, there] = [await observe(run, local), await observe(run, other)]
    if (here instanceof Error && there instanceof Error) {
      counts.failed += 1
      print(`failed     ${name}: ${here.message}`)
    } else if (isDeepStrictEqual(here, there)) {
      counts.same += 1
      print(`same       ${name}`)
    } else {
      counts.different += 1
      print(`different  ${name}`)
      print(`             ${local.name.padEnd(6)} ${shown(here)}`)
      print(`             ${other.name.padEnd(6)} ${shown(there)}`)
    }
  }
  return counts
}

/** What cannot be observed is an observation too: managed login, for one, has no form. */
async function observe(run, target) {
  try {
    return await run(target)
  } catch (error) {
    return error.cause instanceof Error ? error.cause : error
  }
}

function shown(observation) {
  return observation instanceof Error
    ? `failed: ${observation.message}`
    : JSON.stringify(observation)
}
