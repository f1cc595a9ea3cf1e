import { type Html, html } from './html.ts'

/** Where a form is sent, and the token that shows that it came from here. */
export interface FormTarget {
  /** Path and query. */
  readonly action: string
  readonly csrfToken: string
}

/** A line above a form: what went wrong, or what was done. */
export interface Notice {
  readonly kind: 'error' | 'success'
  readonly text: string
}

/** The hidden field that every form carries; Cognito's is called so too. */
export function csrfField({ csrfToken }: FormTarget): Html {
  return html`<input type="hidden" name="_csrf" value="${csrfToken}">`
}

export function noticeLine(notice: Notice | undefined): Html | undefined {
  return (
    notice &&
    html`<p class="${notice.kind}" role="${notice.kind === 'error' ? 'alert' : 'status'}">${notice.text}</p>`
  )
}

/** A mailed code is six digits; phones and browsers can fill it in. */
export function codeInput(): Html {
  return html`<label for="code">Code</label>
<input id="code" name="code" inputmode="numeric" autocomplete="one-time-code" required>`
}

export function passwordInput(options: {
  readonly name: string
  readonly label: string
  readonly autocomplete: 'current-password' | 'new-password'
}): Html {
  const { name, label, autocomplete } = options
  return html`<label for="${name}">${label}</label>
<input id="${name}" name="${name}" type="password" autocomplete="${autocomplete}" required>`
}

export function rulesList(rules: readonly string[]): Html {
  return html`<ul>${rules.map(rule => html`<li>${rule}</li>`)}</ul>`
}
