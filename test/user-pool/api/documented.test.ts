import { readFile } from 'node:fs/promises'
import * as identityPool from '@aws-sdk/client-cognito-identity'
import * as userPool from '@aws-sdk/client-cognito-identity-provider'
import t from 'tap'
import { stsActions } from '../../../src/user-pool/identity/sts.ts'
import { services } from '../../../src/user-pool/server/api-services.ts'

const page = await readFile(new URL('../../../docs/local-user-pool.md', import.meta.url), 'utf8')
const [, section = ''] = /\n## The JSON API\n(.*?)\n## /s.exec(page) ?? []
const [, there = '', notThere = ''] =
  /^(.*)All others are refused(.*)What is made, changed/s.exec(section) ?? []
const named = (text: string) => new Set(text.match(/\b[A-Z][A-Za-z]+\b/g))

/** Operations that the SDK knows. */
function commandsOf(sdk: object): string[] {
  return Object.keys(sdk).flatMap(name => /^(\w+)Command$/.exec(name)?.[1] ?? [])
}

for (const [target, sdk] of [
  ['AWSCognitoIdentityProviderService', userPool],
  ['AWSCognitoIdentityService', identityPool],
] as const) {
  t.test(`the docs say of every operation of ${target} whether it is there`, async t => {
    const known = commandsOf(sdk)
    const own = [...(services.get(target)?.operations.keys() ?? [])]
    t.strictSame(
      own.filter(name => !known.includes(name)),
      [],
      'none is made up',
    )
    t.strictSame(
      own.filter(name => !named(there).has(name)),
      [],
      'all that are there',
    )
    const others = known.filter(name => !own.includes(name))
    t.strictSame(
      others.filter(name => !named(notThere).has(name)),
      [],
      'all that are not',
    )
    t.strictSame(
      own.filter(name => named(notThere).has(name)),
      [],
      'none twice',
    )
  })
}

t.test('and of STS', async t => {
  t.strictSame(
    [...stsActions.keys()].filter(name => !named(there).has(name)),
    [],
  )
})
