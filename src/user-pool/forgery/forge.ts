import { nearestFirst } from '../configuration/nearest.ts'
import type { PoolParts } from '../pool-parts.ts'
import type { AccessTokenOptions } from '../tokens/options.ts'
import { algorithmForgeries } from './algorithms.ts'
import { contentForgeries } from './content.ts'
import { headerForgeries } from './header-members.ts'
import { issuerForgeries } from './issuers.ts'
import { keyForgeries } from './keys.ts'
import { oddityRecipes } from './oddities.ts'
import { purposeForgeries } from './purpose.ts'
import { structureForgeries } from './structure.ts'
import { timeForgeries } from './times.ts'
import { createWorkbench, type Recipe } from './workbench.ts'

const recipes = {
  ...structureForgeries,
  ...contentForgeries,
  ...algorithmForgeries,
  ...keyForgeries,
  ...headerForgeries,
  ...issuerForgeries,
  ...purposeForgeries,
  ...timeForgeries,
}

/** Name of a bad token that a pool can make. */
export type ForgeryKind = keyof typeof recipes

/** Name of a good token that looks odd. */
export type OddityKind = keyof typeof oddityRecipes

export interface Forgery {
  readonly kind: ForgeryKind
  /** What is wrong with it, in a line. */
  readonly fault: string
  /**
   * What a verifier has to be told before this is a fault for it: to demand an `audience`, or to
   * allow the clock no tolerance (`zero-tolerance`). Absent where it is one always.
   */
  readonly onlyWith?: 'audience' | 'zero-tolerance'
  /**
   * Whether there is white space or a control character in it, so that `Bearer <token>` is not
   * even a well-formed header: answered with 400 `invalid_request`, not 401 `invalid_token`. Most
   * HTTP clients refuse to send one; `inject` of Fastify does not.
   */
  readonly malformedHeader: boolean
}

export interface Oddity {
  readonly kind: OddityKind
  /** What is odd about it, in a line. */
  readonly about: string
}

/** Every bad token there is, to loop over: `for (const { kind, fault } of forgeries)`. */
export const forgeries: readonly Forgery[] = entries<ForgeryKind>(recipes).map(
  ([kind, { about, onlyWith, malformedHeader = false }]) => ({
    kind,
    fault: about,
    ...(onlyWith !== undefined && { onlyWith }),
    malformedHeader,
  }),
)

/** Every token that looks odd and has to be accepted. */
export const oddities: readonly Oddity[] = entries<OddityKind>(oddityRecipes).map(
  ([kind, { about }]) => ({ kind, about }),
)

export interface Forge {
  /**
   * A bad access token. Everything about it is as `accessToken` makes it but for the one fault,
   * down to a valid signature wherever the fault is not in the signature or the key.
   *
   * @param options of the access token that is spoilt; the fault comes last
   */
  readonly forge: (kind: ForgeryKind, options?: AccessTokenOptions) => Promise<string>
  /** A good access token that looks odd. */
  readonly odd: (kind: OddityKind, options?: AccessTokenOptions) => Promise<string>
}

export function createForge(pool: PoolParts): Forge {
  const workbench = createWorkbench(pool)
  const makeBy = (known: Record<string, Recipe>) => {
    return async (kind: string, options?: AccessTokenOptions) => {
      const recipe = Object.hasOwn(known, kind) ? known[kind] : undefined
      if (recipe !== undefined) return recipe.make(workbench(options))
      const [nearest] = nearestFirst(kind, Object.keys(known))
      throw new TypeError(`The user pool has no recipe for ${kind}: did you mean ${nearest}?`)
    }
  }
  return { forge: makeBy(recipes), odd: makeBy(oddityRecipes) }
}

function entries<Kind extends string>(all: Readonly<Record<Kind, Recipe>>): [Kind, Recipe][] {
  return Object.entries(all) as [Kind, Recipe][]
}
