/** Texts by how many letters would have to be changed to make the wanted one of them. */
export function nearestFirst(wanted: string, texts: readonly string[]): string[] {
  return texts
    .map(text => ({ text, distance: distance(wanted, text) }))
    .sort((one, other) => one.distance - other.distance)
    .map(({ text }) => text)
}

/** Longer ones are not compared to the end: the time grows with the product of the lengths. */
const longest = 256

/** Levenshtein's distance: insertions, deletions and replacements of a character. */
export function distance(from: string, to: string): number {
  const target = [...to.slice(0, longest)]
  let row = Array.from({ length: target.length + 1 }, (_, column) => column)
  for (const letter of from.slice(0, longest)) {
    const above = row
    row = [at(above, 0) + 1]
    for (const [column, other] of target.entries()) {
      const replaced = at(above, column) + (letter === other ? 0 : 1)
      row.push(Math.min(replaced, at(above, column + 1) + 1, at(row, column) + 1))
    }
  }
  return at(row, target.length)
}

function at(row: readonly number[], column: number): number {
  return row[column] as number
}
