import { html } from '../html/html.ts'
import type { Links } from './links.ts'
import { page } from './page.ts'

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
${Object.entries(home.links).map(([name, address]) => html`<li>${name}: <a href="${address}">${address}</a></li>\n`)}
</ul></li>
</ol>`,
  )
}
