import { html } from '../../html/html.ts'
import { layout } from './layout.ts'
import { csrfField, type FormTarget } from './parts.ts'
import { time } from './time.ts'

/** `/_dev/session`: who is signed in in this browser. */
export interface SessionView extends FormTarget {
  /** Absent: nobody. */
  readonly user?:
    | {
        readonly email: string
        /** Since when, and until when apps get a sign-in without a password: ISO 8601. */
        readonly signedInAt: string
        readonly expiresAt: string
      }
    | undefined
}

export function sessionPage(view: SessionView): string {
  const { user } = view
  if (user === undefined) {
    return layout(
      'Nobody is signed in',
      html`<p>An app that asks for a sign-in gets this pool's sign-in page.</p>`,
    )
  }
  return layout(
    'Signed in',
    html`<p>Until the session of this browser ends, apps get a sign-in without a password being asked
for.</p>
<dl class="facts">
<dt>User</dt><dd>${user.email}</dd>
<dt>Since</dt><dd>${time(user.signedInAt)}</dd>
<dt>Until</dt><dd>${time(user.expiresAt)}</dd>
</dl>
<form method="post" action="${view.action}">
${csrfField(view)}
<button>Sign out</button>
</form>`,
  )
}
