import { Type } from 'typebox'

/** How its tokens are verified. */
export const verificationSettings = {
  CLOCK_TOLERANCE_SECONDS: Type.Integer({
    default: 5,
    minimum: 0,
    maximum: 300,
    description: 'accepted difference between the clocks',
    examples: ['5'],
  }),
  TOKEN_CACHE_SIZE: Type.Integer({
    default: 10_000,
    minimum: 0,
    maximum: 10_000_000,
    description: 'verified tokens remembered; 0 turns the cache off',
    examples: ['10000'],
  }),
  JWKS_MAX_AGE_SECONDS: Type.Integer({
    default: 600,
    minimum: 1,
    maximum: 2_592_000,
    description: 'age after which the signing keys must have been asked for again',
    examples: ['600'],
  }),
  JWKS_MAX_STALE_SECONDS: Type.Integer({
    default: 86_400,
    minimum: 1,
    maximum: 2_592_000,
    description: 'age until which they are used while that fails',
    examples: ['86400'],
  }),
}
