/**
 * Fastify plugin that lets only callers with a good access token of Amazon Cognito through.
 *
 * @module
 */
export type { Decision } from './decision.ts'
export {
  CognitoError,
  type DecisionReason,
  ForbiddenError,
  InsufficientScopeError,
  InsufficientUserAuthenticationError,
  InvalidRequestError,
  InvalidTokenError,
  KeysUnavailableError,
  MissingTokenError,
  type RefusalReason,
  RevocationsUnavailableError,
  type TokenFault,
} from './errors.ts'
export type { KeySetStatus } from './keys/key-set.ts'
export type { CognitoOptions, Revocations, SharedOptions, UserPoolOptions } from './options.ts'
export { type CognitoStatus, cognito, cognito as default, findPrincipal } from './plugin.ts'
export { securitySchemeName } from './policy/openapi.ts'
export type { ResourceServer, RoutePolicy } from './policy/policy.ts'
export type { AnyOf, Requirement } from './policy/requirement.ts'
export type { Claims, Machine, Principal, User } from './principal.ts'
