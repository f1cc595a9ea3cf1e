import { authorizationChecks } from './checks/authorization.mjs'
import { documents } from './checks/documents.mjs'
import { resourceChecks } from './checks/resources.mjs'
import { signInChecks } from './checks/sign-in.mjs'
import { tokenChecks } from './checks/token-endpoint.mjs'
import { compare } from './compare.mjs'
import { startLocalTarget } from './local-target.mjs'
import { readSettings } from './settings.mjs'

// Where the local user pool and Cognito answer differently. Exit code 1 if anywhere, or if a
// check fails against both.
const { target, missing } = readSettings(process.env)
if (missing !== undefined) {
  console.log(missing)
} else {
  const local = await startLocalTarget(target)
  const checks = [
    ...documents,
    ...authorizationChecks,
    ...tokenChecks,
    ...resourceChecks,
    ...signInChecks,
  ]
  const counts = await compare(checks, local, target, console.log)
  await local.close()
  const { same, different, failed, skipped } = counts
  console.log(`\n${same} the same, ${different} different, ${failed} failed, ${skipped} skipped`)
  process.exitCode = different + failed > 0 ? 1 : 0
}
