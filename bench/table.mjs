/** A Markdown table; the first column is text, the others are numbers or short words. */
export function table(columns, rows) {
  const lines = [columns, columns.map((_, i) => (i === 0 ? '---' : '---:')), ...rows]
  return lines.map(cells => `| ${cells.join(' | ')} |`).join('\n')
}

export function whole(number) {
  return Math.round(number).toLocaleString('en-US')
}

export function fixed(number, digits = 2) {
  return number.toFixed(digits)
}

export function percent(share) {
  return `${Math.round(share * 100)} %`
}

export function mebibytes(bytes) {
  return fixed(bytes / 2 ** 20, 1)
}
