interface Recent {
  readonly token: string
  readonly digest: string
}

/** Of a signature, as much as a SHA-256 tells: 256 bits. */
const tailLength = 43

/**
 * Remembers the digests of tokens that were just used, because a digest takes longer than all else
 * that is done about a known token. Only for a moment, since the token itself has to lie beside it:
 * one that is not used is gone after two seconds.
 *
 * @param size the most tokens remembered of a second; beyond that digests are made anew
 * @param inASecond calls back, for tests
 */
export function createRecentDigests(size: number, inASecond = later) {
  let ofThisSecond = new Map<string, Recent>()
  let ofTheLast = new Map<string, Recent>()
  let isTurning = false

  function turn(): void {
    ofTheLast = ofThisSecond
    ofThisSecond = new Map()
    isTurning = ofTheLast.size > 0
    if (isTurning) inASecond(turn)
  }

  function keep(tail: string, recent: Recent): void {
    if (ofThisSecond.size >= size) return
    ofThisSecond.set(tail, recent)
    if (isTurning) return
    isTurning = true
    inASecond(turn)
  }

  return {
    /** The digest of this very token, if it was kept lately. */
    of(token: string): string | undefined {
      const tail = token.slice(-tailLength)
      const used = ofThisSecond.get(tail)
      const recent = used ?? ofTheLast.get(tail)
      // Somebody may have put the end of one signature behind another token.
      if (recent?.token !== token) return undefined
      if (used === undefined) keep(tail, recent)
      return recent.digest
    },

    /** For a token that was found good: what strangers send is not kept. */
    keep(token: string, digest: string): void {
      keep(token.slice(-tailLength), { token, digest })
    },

    /** Tokens that lie in memory. */
    get size(): number {
      return new Set([...ofThisSecond.keys(), ...ofTheLast.keys()]).size
    },
  }
}

function later(callback: () => void): void {
  setTimeout(callback, 1000).unref()
}
