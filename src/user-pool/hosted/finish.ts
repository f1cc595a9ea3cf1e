import type { FastifyReply } from 'fastify'
import type { Account } from '../accounts/account.ts'
import { redirect } from './address.ts'
import { grantAuthorization } from './grant-authorization.ts'
import type { PageRequest } from './pages.ts'

/** The user has done everything: a session in this browser, and back to the app client. */
export async function finishSignIn(page: PageRequest, account: Account): Promise<FastifyReply> {
  const { pool, browser, reply, authorization } = page
  const authTime = Math.floor(pool.clock() / 1000)
  browser.startSession(reply, { sub: account.sub, authTime })
  return redirect(reply, await grantAuthorization(pool, authorization, { account, authTime }))
}
