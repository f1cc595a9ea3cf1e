import { type Html, html } from '../../html/html.ts'

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
  /** Which field it is about. Default: the first. */
  readonly about?: 'email' | 'password' | 'none' | undefined
}

/** The hidden field that every form carries; Cognito's is called so too. */
export function csrfField({ csrfToken }: FormTarget): Html {
  return html`<input type="hidden" name="_csrf" value="${csrfToken}">`
}

const noticeId = 'notice'

export function noticeLine(notice: Notice | undefined): Html | undefined {
  return (
    notice &&
    html`<p class="notice ${notice.kind}" id="${noticeId}" role="${notice.kind === 'error' ? 'alert' : 'status'}">${notice.text}</p>`
  )
}

export interface Input {
  readonly name: string
  readonly label: string
  readonly autocomplete: string
  /** Default: `text`. */
  readonly type?: 'text' | 'email' | 'password' | undefined
  readonly inputMode?: 'email' | 'numeric' | undefined
  readonly value?: string | undefined
  /** Where one begins to type, unless the notice is about another field. */
  readonly isFirst?: boolean | undefined
  /** Read out with the field that it is about. */
  readonly notice?: Notice | undefined
  /** Below the field, and read out with it. */
  readonly hints?: readonly string[] | undefined
  /** Beside the label, and behind the field for whoever goes from one to the next by key. */
  readonly link?: Html | undefined
}

/** A field with its label. What is typed is never corrected: names, passwords and codes are exact. */
export function inputField(input: Input): Html {
  const { name, label, link, hints = [] } = input
  const labelled = html`<label for="${name}">${label}</label>`
  return html`<div${name === 'code' ? html` class="code"` : link && html` class="linked"`}>
${labelled}
<input id="${name}" name="${name}" type="${input.type ?? 'text'}"${attributes(input)} required>
${link}
${hints.length > 0 && html`<ul class="rules" id="${name}-rules">${hints.map(hint => html`<li>${hint}</li>`)}</ul>`}
</div>`
}

function attributes(input: Input): Html {
  const { name, autocomplete, inputMode, value, notice, hints = [] } = input
  const { about = 'none' } = notice ?? {}
  const isBegun = about === 'none' ? input.isFirst : name === about
  const isWrong = isBegun && notice?.kind === 'error' && notice.about !== 'none'
  const describedBy = [isBegun && notice && noticeId, hints.length > 0 && `${name}-rules`].filter(
    Boolean,
  )
  return html` autocomplete="${autocomplete}" autocapitalize="none" spellcheck="false"${
    value !== undefined && html` value="${value}"`
  }${inputMode && html` inputmode="${inputMode}"`}${isBegun && html` autofocus`}${
    isWrong && html` aria-invalid="true"`
  }${describedBy.length > 0 && html` aria-describedby="${describedBy.join(' ')}"`}`
}

/** What people sign in with. An email address is not insisted on, since a `sub` is good too. */
export function signInNameInput(view: {
  readonly signInWith: 'email' | 'username'
  readonly username: string
  readonly notice?: Notice | undefined
}): Html {
  const isEmail = view.signInWith === 'email'
  return inputField({
    name: 'username',
    label: isEmail ? 'Email' : 'Username',
    autocomplete: 'username',
    inputMode: isEmail ? 'email' : undefined,
    value: view.username,
    isFirst: true,
    notice: view.notice,
  })
}

/**
 * A mailed code is six digits; phones and browsers can fill it in.
 *
 * @param value what was typed before
 */
export function codeInput(notice: Notice | undefined, value?: string): Html {
  return inputField({
    name: 'code',
    label: 'Code',
    autocomplete: 'one-time-code',
    inputMode: 'numeric',
    value,
    isFirst: true,
    notice,
  })
}

export function newPasswordInput(
  label: string,
  rules: readonly string[],
  notice: Notice | undefined,
  isFirst = false,
): Html {
  return inputField({
    name: 'password',
    label,
    type: 'password',
    autocomplete: 'new-password',
    hints: rules,
    isFirst,
    notice,
  })
}

/** For password managers, which keep a new password under the name that is on its page. */
export function accountName(username: string): Html {
  return html`<input class="unseen" name="username" value="${username}" autocomplete="username" aria-label="Account" tabindex="-1" readonly>`
}

/** Where a code is to be found; in a tab of its own, so that the form stays. */
export function codeWasMailed(destination: string): Html {
  return html`<p>We have mailed a code to ${destination}. You find it in the
<a href="/_dev/inbox" target="_blank" rel="noopener">inbox of this pool</a>, which opens in a new tab,
and in its log.</p>`
}
