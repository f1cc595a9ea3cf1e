import { type Html, html } from '../../html/html.ts'

/** Two texts, in each the part marked in which it differs from the other. */
export function markDifference(one: string, other: string): [Html, Html] {
  // By code points: half of one cannot be shown.
  const [left, right] = [[...one], [...other]]
  const shorter = Math.min(left.length, right.length)
  let start = 0
  while (start < shorter && left[start] === right[start]) start += 1
  let end = 0
  while (end < shorter - start && left.at(-1 - end) === right.at(-1 - end)) end += 1
  return [marked(left, start, end), marked(right, start, end)]
}

function marked(characters: readonly string[], start: number, end: number): Html {
  const difference = characters.slice(start, characters.length - end).join('')
  const before = characters.slice(0, start).join('')
  const after = characters.slice(characters.length - end).join('')
  if (difference === '') return html`${before}${after}`
  return html`${before}<mark>${difference}</mark>${after}`
}
