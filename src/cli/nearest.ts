/** A question to put behind "Unknown ...", or nothing where no candidate is near. */
export function didYouMean(word: string, candidates: readonly string[]): string {
  const near = nearest(word, candidates)
  return near === undefined ? '' : ` Did you mean ${near}?`
}

/** The candidate with the fewest edits, at most one in three letters; else one that begins so. */
function nearest(word: string, candidates: readonly string[]): string | undefined {
  const distances = candidates.map(candidate => ({ candidate, edits: edits(word, candidate) }))
  const [closest] = distances.sort((one, other) => one.edits - other.edits)
  if (closest !== undefined && closest.edits <= Math.ceil(word.length / 3)) {
    return closest.candidate
  }
  return candidates.find(candidate => word !== '' && candidate.startsWith(word))
}

/** Levenshtein's distance: insertions, deletions and replacements of a character. */
function edits(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, column) => column)
  for (const [index, letter] of [...from].entries()) {
    const above = row
    row = [index + 1]
    for (const [column, other] of [...to].entries()) {
      const replaced = at(above, column) + (letter === other ? 0 : 1)
      row.push(Math.min(replaced, at(above, column + 1) + 1, at(row, column) + 1))
    }
  }
  return at(row, to.length)
}

function at(row: readonly number[], column: number): number {
  return row[column] as number
}
