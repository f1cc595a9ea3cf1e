/** The rows as lines, with the columns under each other. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = []
  for (const [column, { length }] of rows.flatMap(row => [...row.entries()])) {
    widths[column] = Math.max(widths[column] ?? 0, length)
  }
  return rows.map(row =>
    row
      .map((cell, column) => cell.padEnd(widths[column] as number))
      .join('  ')
      .trimEnd(),
  )
}
