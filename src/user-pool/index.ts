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
export type { Addresses } from './addresses.ts'
export { ConfigurationError } from './check-configuration.ts'
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
} from './configuration.ts'
export { type FileConfiguration, readConfigurationFile } from './configuration-file.ts'
export { DataFolderError } from './data-folder-error.ts'
export { type DefaultConfigurationOptions, defaultConfiguration } from './default-configuration.ts'
export type { Description } from './describe.ts'
export type { AppClient, Directory } from './directory.ts'
export type { Faults, ServeOptions } from './faults.ts'
export {
  type Forge,
  type Forgery,
  type ForgeryKind,
  forgeries,
  type Oddity,
  type OddityKind,
  oddities,
} from './forgery/forge.ts'
export { type Install, type InstallOptions, openInstall, type PoolOptions } from './install.ts'
export type { KeySet, RotateKeysOptions } from './key-ring.ts'
export { refusalToStart } from './refusal-to-start.ts'
export type { GenerateKey, PublicJwk } from './signing-keys.ts'
export { resetInstall } from './state/reset.ts'
export type { AccessTokenOptions, IdTokenOptions, MachineTokenOptions } from './tokens/options.ts'
export type {
  ClaimsAndScopeOverride,
  PreTokenGeneration,
  PreTokenGenerationEvent,
  TriggerSource,
} from './tokens/pre-token-generation.ts'
export type { Clock } from './tokens/token-issuer.ts'
export { createUserPool, type UserPool, type UserPoolOptions } from './user-pool.ts'
