import type { UserTokens } from '../../tokens/user-tokens.ts'

/** How the JSON API gives tokens: the end of every sign-in and refresh. */
export function authenticationResult({
  accessToken,
  idToken,
  refreshToken,
  expiresIn,
}: UserTokens & { readonly refreshToken: string | undefined }): object {
  return {
    AuthenticationResult: {
      AccessToken: accessToken,
      ExpiresIn: expiresIn,
      IdToken: idToken,
      RefreshToken: refreshToken,
      TokenType: 'Bearer',
    },
    ChallengeParameters: {},
  }
}
