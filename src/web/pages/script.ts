import { contentSource } from '../../html/content-source.ts'
import { left } from './moments.ts'

/**
 * The script of all pages: it counts down and copies, and nothing depends on it. `left` is sent as it
 * is, so that both say the same.
 */
export const script = `
'use strict'
${left.toString()}
const counters = [...document.querySelectorAll('[data-until]')]
const count = () => {
  for (const counter of counters) {
    const seconds = Math.max(0, Math.round(Number(counter.dataset.until) - Date.now() / 1000))
    counter.textContent = left(seconds)
    counter.classList.toggle('over', seconds === 0)
  }
}
if (counters.length > 0) {
  count()
  setInterval(count, 1000)
}
const told = document.getElementById('told')
let toldUntil
const tell = text => {
  told.textContent = text
  clearTimeout(toldUntil)
  toldUntil = setTimeout(() => { told.textContent = '' }, 6000)
}
for (const button of document.querySelectorAll('[data-copy]')) {
  button.hidden = false
  button.addEventListener('click', async () => {
    const source = document.getElementById(button.dataset.copy)
    try {
      await navigator.clipboard.writeText(source.value)
      tell(button.dataset.done)
    } catch {
      source.closest('details').open = true
      source.select()
      tell('Selected: copy it with Ctrl+C or Cmd+C.')
    }
  })
}
`

/** Admits this script in a page's Content-Security-Policy. */
export const scriptSource = contentSource(script)
