import { html } from '../html/html.ts'
import type { Links } from './links.ts'
import { page } from './page.ts'

/** What people find there. */
const words: Links = {
  docs: 'Documentation, to try it out',
  contract: 'Contract (OpenAPI 3.1)',
  problems: 'Every problem, and what helps',
  metadata: 'Where tokens come from (RFC 9728)',
  readiness: 'Whether it is ready',
  tokenInfo: 'What your token says, with the token',
  orders: 'Your orders, with the token',
}

const ways = Object.entries(words) as [keyof Links, string][]

/** The page at `/`. */
export function homePage(home: { name: string; version: string; links: Links }): string {
  return page(
    home.name,
    html`<h1>${home.name}</h1>
<p>An orders service protected by Amazon Cognito access tokens. Version ${home.version}.</p>
<ol>
<li>Take an access token: <code>npm run --silent token</code>, or sign in to the user pool.</li>
<li>Call the API with it:
<pre>curl -H "Authorization: Bearer $TOKEN" ${home.links.tokenInfo}</pre></li>
<li>See what else there is:
<ul>
${ways.map(([name, what]) => html`<li>${what}: <a href="${home.links[name]}">${home.links[name]}</a></li>\n`)}
</ul></li>
</ol>`,
  )
}
