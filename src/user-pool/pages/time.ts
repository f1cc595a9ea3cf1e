import { type Html, html } from '../../html/html.ts'

/** A moment, for people and for programs. Without script the time zone of the reader is not known. */
export function time(iso: string): Html {
  return html`<time datetime="${iso}">${new Date(iso).toUTCString()}</time>`
}
