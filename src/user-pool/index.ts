/**
 * A local user pool for development and tests that behaves like Amazon Cognito.
 *
 * @example
 * const pool = await createUserPool()
 * const token = await pool.accessToken({ scopes: ['order.write'] })
 * // verify against pool.issuer and pool.jwksUri
 * await pool.close()
 *
 * @module
 */
export type { User } from './accounts/account.ts'
export type { Message } from './accounts/inbox.ts'
export { ConfigurationError } from './configuration/check.ts'
export type {
  AppClientConfiguration,
  AuthFlow,
  Configuration,
  Duration,
  GroupConfiguration,
  IssuerForm,
  PasswordPolicy,
  RefreshTokenRotation,
  ResourceServerConfiguration,
  ScopeConfiguration,
  SignInAttribute,
  UserConfiguration,
  UserStatus,
} from './configuration/configuration.ts'
export { type DefaultConfigurationOptions, defaultConfiguration } from './configuration/default.ts'
export { type FileConfiguration, readConfigurationFile } from './configuration/file.ts'
export type {
  ClaimsAndScopeOverride,
  PreTokenGeneration,
  PreTokenGenerationEvent,
  TriggerSource,
} from './configuration/pre-token-generation.ts'
export type { Addresses } from './directory/addresses.ts'
export type { AppClient } from './directory/app-client.ts'
export type { Description } from './directory/describe.ts'
export type { Directory } from './directory/directory.ts'
export {
  type Forge,
  type Forgery,
  type ForgeryKind,
  forgeries,
  type Oddity,
  type OddityKind,
  oddities,
} from './forgery/forge.ts'
export { type Install, openInstall } from './install.ts'
export { DataFolderError } from './keys/data-folder-error.ts'
export type { KeySet, RotateKeysOptions } from './keys/key-ring.ts'
export type { GenerateKey, PublicJwk } from './keys/signing-keys.ts'
export type { InstallOptions, PoolOptions, UserPoolOptions } from './options.ts'
export type { Faults, ServeOptions } from './server/faults.ts'
export { refusalToStart } from './server/refusal-to-start.ts'
export { resetInstall } from './state/reset.ts'
export type { AccessTokenOptions, IdTokenOptions, MachineTokenOptions } from './tokens/options.ts'
export type { Clock } from './tokens/token-issuer.ts'
export { createUserPool, type UserPool } from './user-pool.ts'
