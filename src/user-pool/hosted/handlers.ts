import type { FastifyReply } from 'fastify'
import { confirmUser } from './confirm-user.ts'
import { endSession, sendInbox, showHome, showInbox, showSession } from './developer-pages.ts'
import { showError } from './error-page.ts'
import {
  forgotPassword,
  resetPassword,
  showForgotPassword,
  showResetPassword,
} from './forgot-password.ts'
import { logout } from './logout.ts'
import { setNewPassword, showNewPassword } from './new-password.ts'
import type { BrowserRequest, PageRequest } from './pages.ts'
import { authorize, showSignIn, signIn } from './sign-in.ts'
import { confirm, resendCode, showConfirm, showSignUp, signUp } from './sign-up.ts'

export { authorizing } from './authorize.ts'

/** Pages on the way from an app's request for authorization to its answer. */
export const signInPages = {
  authorize,
  showSignIn,
  signIn,
  showSignUp,
  signUp,
  showConfirm,
  confirm,
  resendCode,
  showNewPassword,
  setNewPassword,
  showForgotPassword,
  forgotPassword,
  showResetPassword,
  resetPassword,
} satisfies Record<string, (page: PageRequest) => Promise<FastifyReply>>

export const otherPages = {
  confirmUser,
  logout,
  showError,
  showHome,
  showInbox,
  sendInbox,
  showSession,
  endSession,
} satisfies Record<string, (page: BrowserRequest) => FastifyReply | Promise<FastifyReply>>
