import { distance, nearestFirst } from '../../user-pool/configuration/nearest.ts'

/** A question to put behind "Unknown ...", or nothing where no candidate is near. */
export function didYouMean(word: string, candidates: readonly string[]): string {
  const near = nearest(word, candidates)
  return near === undefined ? '' : ` Did you mean ${near}?`
}

/** The candidate with the fewest edits, at most one in three of its letters; else one that begins so. */
function nearest(word: string, candidates: readonly string[]): string | undefined {
  const [closest] = nearestFirst(word, candidates)
  if (closest !== undefined && distance(word, closest) <= Math.ceil(closest.length / 3))
    return closest
  return candidates.find(candidate => word !== '' && candidate.startsWith(word))
}
