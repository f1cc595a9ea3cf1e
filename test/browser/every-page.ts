import type { Page } from 'playwright-core'
import { createUserPool } from '../support/user-pool.ts'

const password = 'password-1'
const longAddress = 'carol-with-a-rather-long-name@department.of.a.company.example.com'
const users = {
  alice: { email: 'alice@example.com', password, groups: ['admin'] },
  unconfirmed: { email: 'new@example.com', password, status: 'UNCONFIRMED' },
  temporary: { email: 'temporary@example.com', password, status: 'FORCE_CHANGE_PASSWORD' },
  reset: { email: 'reset@example.com', password, status: 'RESET_REQUIRED' },
} as const

/** A pool with users in every state, and the way to each of its pages. */
export async function everyPage(callback: string) {
  const pool = await createUserPool({
    users: Object.values(users),
    clients: [
      { name: 'web', flows: ['code'], callbackUrls: [callback, `${callback}/other`] },
      { name: 'bare', flows: ['code'] },
    ],
    passwordPolicy: { minimumLength: 8, requireNumbers: true, requireSymbols: true },
  })
  const { id } = pool.client('web')
  const at = (path: string, more: Readonly<Record<string, string>> = {}) => {
    const query = { client_id: id, response_type: 'code', redirect_uri: callback, ...more }
    return `${pool.origin}${path}?${new URLSearchParams(query)}`
  }
  const send = (tab: Page) => tab.click('main form button')
  async function signIn(tab: Page, { email }: { email: string }, typed = password) {
    await tab.goto(at('/login'))
    await tab.fill('#username', email)
    await tab.fill('#password', typed)
    await send(tab)
  }
  async function fillIn(tab: Page, fields: Readonly<Record<string, string>>) {
    for (const [name, value] of Object.entries(fields)) await tab.fill(`#${name}`, value)
    await send(tab)
  }

  /** @returns the address */
  async function signUp(tab: Page): Promise<string> {
    await tab.goto(at('/signup'))
    await fillIn(tab, { email: longAddress, password })
    await tab.waitForURL('**/confirm?**')
    return longAddress
  }

  const pages: Record<string, (tab: Page) => Promise<unknown>> = {
    'sign in': tab => tab.goto(at('/login')),
    'sign in, refused': tab => signIn(tab, users.alice, 'x'),
    'sign up': tab => tab.goto(at('/signup')),
    'sign up, refused': async tab => {
      await tab.goto(at('/signup'))
      await fillIn(tab, { email: 'x@example.com', password: 'x' })
    },
    confirm: tab => signIn(tab, users.unconfirmed),
    'confirm, refused': async tab => {
      await signIn(tab, users.unconfirmed)
      await fillIn(tab, { code: 'x' })
    },
    'confirmed by link': async tab => {
      const { sub } = pool.user(await signUp(tab))
      const code = pool.inbox[0]?.code as string
      await tab.goto(at('/confirmUser', { user_name: sub, confirmation_code: code }))
    },
    'link refused': tab => tab.goto(at('/confirmUser', { user_name: 'x' })),
    'forgotten password': tab => tab.goto(at('/forgotPassword')),
    'reset password': tab => signIn(tab, users.reset),
    'reset password, refused': async tab => {
      await signIn(tab, users.reset)
      await fillIn(tab, { code: 'x', password: 'password-2' })
    },
    'new password': tab => signIn(tab, users.temporary),
    'new password, refused': async tab => {
      await signIn(tab, users.temporary)
      await fillIn(tab, { password: 'x' })
    },
    'redirect mismatch': tab => tab.goto(at('/login', { redirect_uri: `${callback}/` })),
    'logout mismatch': tab => tab.goto(at('/logout', { logout_uri: callback })),
    'invalid scope': tab => tab.goto(at('/error', { error: 'invalid_scope', scope: 'order.read' })),
    'nothing registered': tab => tab.goto(at('/login', { client_id: pool.client('bare').id })),
    'unknown client': tab => tab.goto(at('/login', { client_id: 'x' })),
    'expired form': tab => tab.goto(`${pool.origin}/error?error=form_expired`),
    home: tab => tab.goto(pool.origin),
    inbox: tab => tab.goto(`${pool.origin}/_dev/inbox`),
    'session of nobody': tab => tab.goto(`${pool.origin}/_dev/session`),
    session: async tab => {
      await signIn(tab, users.alice)
      await tab.goto(`${pool.origin}/_dev/session`)
    },
    'signed out': async tab => {
      await signIn(tab, users.alice)
      await tab.goto(`${pool.origin}/_dev/session`)
      await send(tab)
    },
  }
  return { pool, pages }
}
