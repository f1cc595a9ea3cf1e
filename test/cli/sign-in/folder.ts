import { chmodSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Test } from 'tap'
import {
  type AppClientConfiguration,
  defaultConfiguration,
  type UserPool,
} from '../../../src/user-pool/index.ts'
import { freePort } from '../../support/free-port.ts'
import { createUserPool } from '../../support/user-pool.ts'
import { createTestBrowser, departure, page, textOf } from '../../user-pool/browser.ts'
import { alice } from '../../user-pool/oauth/relying-party.ts'
import { commandLine } from '../run-cli.ts'

/** A folder with a local user pool that runs, and a command line that signs in on free ports. */
export interface Folder {
  readonly cwd: string
  readonly pool: UserPool
  readonly callbackUrls: readonly string[]
  readonly env: Record<string, string>
}

/**
 * @param cwd an empty folder
 * @param cli what is different about the app client of the command line
 */
export async function startFolder(
  t: Test,
  cwd: string,
  cli: Partial<AppClientConfiguration> = {},
  clock?: () => number,
): Promise<Folder> {
  const ports = [await freePort(), await freePort()]
  const callbackUrls = ports.map(port => `http://localhost:${port}/callback`)
  const clients = defaultConfiguration().clients.map(client =>
    client.name === 'cli' ? { ...client, callbackUrls, ...cli } : client,
  )
  writeFileSync(join(cwd, 'user-pool.json'), JSON.stringify({ clients }))
  const pool = await createUserPool({ clients, dataFolder: join(cwd, 'data'), clock })
  t.teardown(pool.close)
  const env = {
    USER_POOL_URL: pool.origin,
    XDG_CONFIG_HOME: join(cwd, 'config'),
    // No browser of this machine is to open.
    PATH: join(cwd, 'bin'),
  }
  return { cwd, pool, callbackUrls, env }
}

/** Puts a program where the browser is looked for, that only writes down the address. */
export function installBrowser({ cwd }: Folder): string {
  const opened = join(cwd, 'opened')
  mkdirSync(join(cwd, 'bin'))
  for (const name of ['xdg-open', 'open']) {
    const file = join(cwd, 'bin', name)
    writeFileSync(file, `#!/bin/sh\nprintf '%s' "$1" > '${opened}'\n`)
    chmodSync(file, 0o755)
  }
  return opened
}

/** Where somebody who signs in at an address of the user pool is sent. */
export async function signInAt(address: string, user = alice): Promise<URL> {
  const browser = createTestBrowser(new URL(address).origin)
  return departure(await browser.submit(page(await browser.open(address)), user))
}

/** The settings that make of the local user pool one that seems to be on AWS. */
export function asOnAws({ pool, env }: Folder): Record<string, string> {
  return {
    ...env,
    COGNITO_USER_POOL_ID: pool.userPoolId,
    COGNITO_CLIENT_ID: pool.clients.map(({ id }) => id).join(','),
    COGNITO_CLI_CLIENT_ID: pool.client('cli').id,
    COGNITO_ISSUER: pool.issuer,
    COGNITO_DOMAIN: pool.origin,
  }
}

/** Signs alice in, and writes her tokens where the commands find them. */
export async function logIn(
  { cwd, env }: Pick<Folder, 'cwd' | 'env'>,
  ...args: string[]
): Promise<void> {
  const person = personAtBrowser()
  const { code, err } = await commandLine(cwd, env, person)('login', ...args)
  await person.done()
  if (code !== 0) throw new Error(err)
}

/** The file with the tokens. */
export function tokenFile({ cwd }: Pick<Folder, 'cwd'>): string {
  const store = join(cwd, 'config', 'cognito-resource-server')
  const [name] = readdirSync(store)
  return join(store, name as string)
}

/** Somebody at the browser: reads the address on stderr, signs in, and sees the last page. */
export function personAtBrowser(user = alice) {
  const seen: { status: number; text: string }[] = []
  const done: Promise<void>[] = []
  return {
    seen,
    /** Everything that was begun. */
    done: () => Promise.all(done),
    onErr: (text: string) => {
      const [, address] = /^(http\S+\/oauth2\/authorize\S+)$/m.exec(text) ?? []
      if (address === undefined) return
      done.push(
        signInAt(address, user)
          .then(fetch)
          .then(async response => {
            const { status, url, headers } = response
            const html = await response.text()
            seen.push({ status, text: textOf({ status, url, html, headers }) })
          }),
      )
    },
  }
}
