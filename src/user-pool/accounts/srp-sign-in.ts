import type { Account } from './account.ts'
import { type Authentication, userNotFound } from './authentication.ts'
import type { AccountSources } from './sources.ts'
import { beginSrp, type SrpExchange, type SrpProof } from './srp-exchange.ts'

export interface SrpSignIn {
  /**
   * Begins a sign-in that never shows the pool the password. Where users are hidden, an unknown one
   * is given a salt and an id too, always the same ones.
   *
   * @param clientPublic A of RFC 5054, hex
   * @throws CognitoError InvalidParameterException, UserNotFoundException
   */
  readonly beginSrp: (
    signInName: string,
    clientPublic: string,
    hideUsers: boolean,
  ) => Promise<SrpBeginning>
  /** The second half. @throws CognitoError as `authenticate` */
  readonly finishSrp: (
    signInName: string,
    exchange: SrpExchange,
    proof: SrpProof,
    hideUsers: boolean,
  ) => Promise<Account>
}

export interface SrpBeginning {
  /** The username that goes into the hashes. */
  readonly username: string
  readonly exchange: SrpExchange
}

export function createSrpSignIn(
  { book, configuration, userPoolId, stranger }: AccountSources,
  { authenticate, credentialsOf }: Authentication,
): SrpSignIn {
  return {
    beginSrp: async (signInName, clientPublic, hideUsers) => {
      const account = book.find(signInName)
      if (account === undefined && !hideUsers) throw userNotFound()
      const credentials = account && (await credentialsOf(account))
      const { sub, salt } = stranger(signInName)
      const nobody = configuration.signInWith === 'email' ? sub : signInName
      const username = account?.username ?? nobody
      const srp = credentials?.srp ?? { salt, verifier: '2' }
      return { username, exchange: beginSrp({ userPoolId, username, srp, clientPublic }) }
    },
    finishSrp: (signInName, exchange, proof, hideUsers) =>
      authenticate(signInName, hideUsers, () => exchange.isProven(proof)),
  }
}
