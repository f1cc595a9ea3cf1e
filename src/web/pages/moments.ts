import { type Html, html } from '../../html/html.ts'

/** Dates of JavaScript end there; a claim may hold anything. */
const latest = 8.64e12

/**
 * A moment, for people and for programs. Without script the time zone of the reader is not known.
 *
 * @param seconds since 1970
 */
export function moment(seconds: number): Html {
  if (Math.abs(seconds) > latest) return html`<code>${seconds}</code>`
  const date = new Date(seconds * 1000)
  return html`<time datetime="${date.toISOString()}">${date.toUTCString()}</time>`
}

/**
 * The time that is left; with script it counts down.
 *
 * @param until seconds since 1970, as is `now`
 */
export function countdown(until: number, now: number): Html {
  return html`<span class="countdown" role="timer" data-until="${until}">${left(until - now)}</span>`
}

/** As the script writes it. */
export function left(seconds: number): string {
  if (seconds <= 0) return 'expired'
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)]
  const parts = [
    hours > 0 && `${hours} h`,
    (hours > 0 || minutes > 0) && `${minutes} min`,
    hours === 0 && `${Math.floor(seconds % 60)} s`,
  ]
  return parts.filter(part => part !== false).join(' ')
}
