import type { AwsIdentity } from '../../aws-identity/identity.ts'
import type { IdentityPool } from '../../aws-identity/identity-pool.ts'
import { type Html, html } from '../../html/html.ts'
import type { Session } from '../sessions/session.ts'
import { type Frame, signedInPage } from './layout.ts'
import { countdown } from './moments.ts'
import { buttonForm, notice, whoPanel } from './parts.ts'

/**
 * `/aws`: the ID token exchanged for AWS credentials.
 *
 * @param failure why the last exchange brought none
 * @param now seconds since 1970
 */
export function awsPage(
  frame: Frame,
  session: Session,
  view: {
    readonly identityPool: IdentityPool | undefined
    readonly failure?: string | undefined
  },
  now: number,
): string {
  const { identityPool, failure } = view
  return signedInPage(frame, {
    title: 'AWS identity',
    tab: 'aws',
    aside: whoPanel(session, now),
    content: html`${notice(failure, 'error')}
${identityPool === undefined ? unconfigured : exchange(identityPool, session, frame.isLocal, now)}`,
  })
}

const unconfigured = html`<section>
<h2>No identity pool is configured</h2>
<p>An identity pool exchanges your ID token for temporary AWS credentials, with which a program of yours
may use AWS as you.</p>
<p>Set <code>COGNITO_IDENTITY_POOL_ID</code> and start this web client again. The template
<code>infra/cognito.yaml</code> makes an identity pool; <code>npm run --silent env:aws -- &lt;stack&gt;</code>
writes its id to <code>.env</code>. The pool must accept the app client of this web client.</p>
</section>`

function exchange(pool: IdentityPool, session: Session, isLocal: boolean, now: number): Html {
  const { aws, csrfToken } = session
  return html`<section>
<h2>From the ID token to AWS</h2>
<ol class="steps">
<li><code>GetId</code>: the identity pool finds the identity that is yours.</li>
<li><code>GetCredentialsForIdentity</code>: it gives temporary credentials of its role.</li>
<li><code>GetCallerIdentity</code>: STS says whose they are.</li>
</ol>
<dl class="facts"><dt>Identity pool</dt><dd><code>${pool.id}</code></dd>
<dt>Region</dt><dd><code>${pool.region}</code></dd></dl>
${isLocal && html`<p class="quiet">Local credentials: they open nothing but the local user pool.</p>`}
<div class="actions">${buttonForm('/aws', csrfToken, aws === undefined ? 'Get AWS credentials' : 'Get new ones')}</div>
</section>
${aws !== undefined && result(aws, now)}`
}

function result(aws: AwsIdentity, now: number): Html {
  const until = aws.expiresAt / 1000
  return html`<section id="credentials" tabindex="-1">
<h2>You are, on AWS</h2>
<dl class="facts">
<dt>ARN</dt><dd><code>${aws.arn}</code></dd>
<dt>Account</dt><dd><code>${aws.account}</code></dd>
<dt>Identity</dt><dd><code>${aws.identityId}</code></dd>
<dt>Access key</dt><dd><code>${aws.accessKeyId}</code></dd>
</dl>
<p class="clock"><span>Good for</span>${countdown(until, now)}</p>
<div class="actions"><button type="button" class="second small" data-copy="exports" data-done="The exports are copied." hidden>Copy exports</button></div>
<details><summary>For a shell</summary><textarea id="exports" aria-label="For a shell" rows="6" readonly spellcheck="false">${exportsOf(aws)}</textarea></details>
</section>`
}

function exportsOf({ accessKeyId, secretAccessKey, sessionToken }: AwsIdentity): string {
  return `export AWS_ACCESS_KEY_ID='${accessKeyId}'
export AWS_SECRET_ACCESS_KEY='${secretAccessKey}'
export AWS_SESSION_TOKEN='${sessionToken}'`
}
