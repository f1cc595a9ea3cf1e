import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as cognito from 'amazon-cognito-identity-js'
import t from 'tap'
import {
  defaultScryptCost,
  isPassword,
  makeCredentials,
} from '../../../src/user-pool/accounts/credentials.ts'
import { makeSrpVerifier } from '../../../src/user-pool/accounts/srp-verifier.ts'
import {
  passwordMistake,
  passwordRules,
} from '../../../src/user-pool/configuration/password-policy.ts'
import { createUserPool } from '../../support/user-pool.ts'
import { adminCall } from '../api/call.ts'

const strict = {
  minimumLength: 8,
  requireLowercase: true,
  requireUppercase: true,
  requireNumbers: true,
  requireSymbols: true,
}

t.test('the policy, in Cognito’s words', async t => {
  for (const [password, mistake] of [
    ['aA1-xyz', 'Password not long enough'],
    ['AAAA111-', 'Password must have lowercase characters'],
    ['aaaa111-', 'Password must have uppercase characters'],
    ['aaaaAAA-', 'Password must have numeric characters'],
    ['aaaaAAA1', 'Password must have symbol characters'],
    [' aaAA11-- ', 'Password must not begin or end with a space'],
    [`aA1-${'x'.repeat(253)}`, 'Password too long'],
  ] as const) {
    t.equal(
      passwordMistake(password, strict),
      `Password did not conform with policy: ${mistake}`,
      password,
    )
  }
  for (const password of ['aaaAAA1-', 'aaa AAA1', `aA1-${'x'.repeat(252)}`]) {
    t.equal(passwordMistake(password, strict), undefined, password)
  }
  t.equal(passwordMistake('äöüßéè', { minimumLength: 6 }), undefined)
})

t.test('each of Cognito’s symbols is one', async t => {
  for (const symbol of '^$*.[]{}()?-"!@#%&/\\,><\':;|_~`+=') {
    t.equal(passwordMistake(`aaaAAA1${symbol}`, strict), undefined, symbol)
  }
})

t.test('the policy in words, for who chooses a password', async t => {
  t.strictSame(passwordRules({ minimumLength: 6 }), ['At least 6 characters'])
  t.strictSame(passwordRules(strict), [
    'At least 8 characters',
    'At least one lowercase character',
    'At least one uppercase character',
    'At least one numeric character',
    'At least one symbol character',
  ])
})

const owner = {
  userPoolId: 'eu-central-1_AbCdEfGhI',
  username: 'alice',
  password: 'a password',
  scryptCost: defaultScryptCost,
}

t.test('what is kept of a password does not hold it, and is another each time', async t => {
  const credentials = await makeCredentials(owner)
  t.notMatch(JSON.stringify(credentials), owner.password)
  t.ok(await isPassword(owner.password, { credentials }))
  t.notOk(await isPassword('A password', { credentials }))
  t.notOk(await isPassword('', { credentials }))
  t.notOk(await isPassword(owner.password, undefined))
  t.notOk(await isPassword('', { password: owner.password }))
  t.ok(await isPassword(owner.password, { password: owner.password }))
  const other = await makeCredentials(owner)
  t.not(other.hash, credentials.hash)
  t.not(other.srp.verifier, credentials.srp.verifier)
})

t.test('a cost that scrypt does not take stops the start', async t => {
  for (const scryptCost of [0, 1, 3, 1000, 32_768, -2, 2.5, Number.NaN, Number.POSITIVE_INFINITY]) {
    await t.rejects(createUserPool({ scryptCost }), {
      name: 'TypeError',
      message: `User pool scryptCost ${scryptCost} cannot be used: take a power of two from 2 to 16384`,
    })
  }
})

t.test('new passwords are kept at the cost that the pool was given', async t => {
  const dataFolder = t.testdir()
  const pool = await createUserPool({ dataFolder, scryptCost: 8 })
  t.teardown(pool.close)
  const password = { Username: 'bob@example.com', Password: 'another password', Permanent: true }
  t.equal((await adminCall(pool, 'AdminSetUserPassword', password)).status, 200)
  const files = await readdir(dataFolder)
  const texts = await Promise.all(files.map(name => readFile(join(dataFolder, name), 'utf8')))
  t.match(texts.join(), /"cost": ?8\b/)
})

t.test('a password is checked at the cost it was kept at', async t => {
  const credentials = await makeCredentials({ ...owner, scryptCost: 4 })
  t.equal(credentials.cost, 4)
  t.ok(await isPassword(owner.password, { credentials }, 8))
  t.notOk(await isPassword('A password', { credentials }, 8))
})

/** Exported, but not declared. */
const { AuthenticationHelper } = cognito as unknown as {
  AuthenticationHelper: new (poolName: string) => SrpHelper
}

interface SrpHelper {
  generateHashDevice: (
    group: string,
    username: string,
    callback: (error: unknown, result: unknown) => void,
  ) => void
  getRandomPassword: () => string
  getSaltDevices: () => string
  getVerifierDevices: () => string
}

t.test('the SRP verifier is the one that Cognito’s own client library computes', async t => {
  // Of all passwords the library makes verifiers for those of devices only: the same arithmetic,
  // with another name before the user's.
  for (let time = 0; time < 4; time += 1) {
    const helper = new AuthenticationHelper('AbCdEfGhI')
    await new Promise((resolve, reject) => {
      helper.generateHashDevice('AbCdEfGhI', 'alice', error =>
        error === null ? resolve(undefined) : reject(error),
      )
    })
    const password = helper.getRandomPassword()
    const salt = helper.getSaltDevices()
    const { verifier } = makeSrpVerifier({ ...owner, password }, salt)
    t.equal(BigInt(`0x${verifier}`), BigInt(`0x${helper.getVerifierDevices()}`))
  }
})
