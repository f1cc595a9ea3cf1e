import { type Html, html } from './html.ts'

const forPeople = new Intl.DateTimeFormat('en-GB', {
  dateStyle: 'long',
  timeStyle: 'medium',
  timeZone: 'UTC',
})

/** A moment, for people and for programs. Without script the time zone of the reader is not known. */
export function time(iso: string): Html {
  return html`<time datetime="${iso}">${forPeople.format(new Date(iso))} UTC</time>`
}
