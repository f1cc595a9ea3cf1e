import { html } from '../../html/html.ts'
import { layout } from './layout.ts'

/** After signing out at `/_dev/session`. */
export function signedOutPage(): string {
  return layout(
    'Signed out',
    html`<p>This browser is signed in to no app of this pool any more. Tokens that apps have got stay
good until they run out or are revoked.</p>`,
  )
}
