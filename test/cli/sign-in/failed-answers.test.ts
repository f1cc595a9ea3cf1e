import t from 'tap'
import { longestAnswer } from '../../../src/limited-fetch.ts'
import { newFolder } from '../../support/folder.ts'
import { standIn } from '../../web/stand-in.ts'
import { commandLine } from '../run-cli.ts'
import { asOnAws, signInAt, startFolder } from './folder.ts'

const folder = await startFolder(t, newFolder())
const { pool, callbackUrls } = folder
const aws = asOnAws(folder)
const port = new URL(callbackUrls[0] ?? '').port

/** Signs in at the address that is shown, after it was changed, and does something more. */
async function signingIn(
  { cwd, env }: Pick<typeof folder, 'cwd' | 'env'>,
  change: (address: string) => string = address => address,
  before: () => Promise<void> = async () => {},
  ...args: string[]
) {
  const done: Promise<unknown>[] = []
  const onErr = (text: string) => {
    const [address] = /^http\S+\/oauth2\/authorize\S+$/m.exec(text) ?? []
    if (address === undefined) return
    done.push(
      signInAt(change(address)).then(async callback => {
        await before()
        await (await fetch(callback)).text()
      }),
    )
  }
  const { code, err } = await commandLine(cwd, env, { onErr })('login', ...args)
  await Promise.all(done)
  t.equal(code, 1)
  return err.split('\n').at(-2)
}

t.test('the ID token is of another request', async t => {
  t.equal(
    await signingIn(folder, address => address.replace(/nonce=[\w-]+/, 'nonce=another')),
    'The sign-in failed: what the user pool answered does not fit (OAUTH_JWT_CLAIM_COMPARISON_FAILED), run login again.',
  )
})

t.test('the signature of the ID token is bad', async t => {
  const { origin, answers } = await standIn(t, pool.origin)
  const elsewhere = { ...folder, env: { ...aws, COGNITO_DOMAIN: origin } }
  const clientId = pool.client('cli').id
  let nonce = ''
  const atThePool = (address: string) => {
    nonce = new URL(address).searchParams.get('nonce') as string
    return address.replace(origin, pool.origin)
  }
  const forged = async () => {
    const idToken = await pool.idToken({ clientId, nonce })
    const other = await pool.idToken({ clientId })
    answers.set('/oauth2/token', {
      json: {
        access_token: await pool.accessToken({ clientId }),
        id_token: idToken.replace(/[^.]+$/, other.split('.')[2] as string),
        token_type: 'Bearer',
      },
    })
  }
  t.equal(
    await signingIn(elsewhere, atThePool, forged, '--port', port),
    'The sign-in failed: what the user pool answered does not fit (OAUTH_INVALID_RESPONSE), run login again.',
  )
})

t.test('the answer with the tokens has no end', async t => {
  const { origin, answers } = await standIn(t, pool.origin)
  answers.set('/oauth2/token', { json: { padding: 'x'.repeat(longestAnswer) } })
  const elsewhere = { ...folder, env: { ...aws, COGNITO_DOMAIN: origin } }
  const atThePool = (address: string) => address.replace(origin, pool.origin)
  t.equal(
    await signingIn(elsewhere, atThePool, undefined, '--port', port),
    'The sign-in failed: what the user pool answered does not fit (OAUTH_PARSE_ERROR), run login again.',
  )
})

t.test('the clock of this machine is off', async t => {
  const behind = await startFolder(t, t.testdir(), {}, () => Date.now() - 7_200_000)
  t.equal(
    await signingIn(behind),
    'The sign-in failed: the ID token is of another time, set the clock of this machine right.',
  )
})

t.test('the user pool goes away meanwhile', async t => {
  const other = await startFolder(t, t.testdir())
  t.equal(
    await signingIn(other, undefined, other.pool.close),
    'The sign-in failed: the user pool does not answer (ECONNREFUSED), check the network.',
  )
})
