import { html } from '../../html/html.ts'
import { layout } from './layout.ts'

/** `/`: what there is, for whoever opens the address of the pool. */
export interface HomeView {
  readonly userPoolId: string
  readonly issuer: string
  readonly openidConfigurationUri: string
  readonly jwksUri: string
  readonly clients: readonly {
    readonly name: string
    readonly id: string
    /** Its sign-in page; absent where people cannot sign in to it by one. */
    readonly signInHref?: string | undefined
  }[]
}

export function homePage(view: HomeView): string {
  return layout(
    'A user pool on your machine',
    html`<p>It answers as Amazon Cognito does, for development and tests.</p>
<dl class="facts">
<dt>Pool id</dt><dd><code>${view.userPoolId}</code></dd>
<dt>Issuer</dt><dd><code>${view.issuer}</code></dd>
<dt>Discovery</dt><dd><a href="${view.openidConfigurationUri}">openid-configuration</a></dd>
<dt>Keys</dt><dd><a href="${view.jwksUri}">jwks.json</a></dd>
</dl>
<h2>App clients</h2>
<dl class="facts">
${view.clients.map(
  ({ name, id, signInHref }) => html`<dt>${name}</dt>
<dd><code>${id}</code>${signInHref && html` <a href="${signInHref}">Sign-in page<span class="unseen"> of ${name}</span></a>`}</dd>
`,
)}</dl>
<div class="fix"><h2>Users, passwords and secrets</h2><pre tabindex="0" aria-label="Command">npm run --silent status</pre></div>`,
  )
}
