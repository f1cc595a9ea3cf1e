import { document } from '../../html/document.ts'
import { type Html, html } from '../../html/html.ts'
import { style } from './style.ts'

const drop = html`<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" aria-hidden="true"><circle cx="12" cy="12" r="2.25" fill="currentColor"/><circle cx="12" cy="12" r="6.25" opacity=".7"/><circle cx="12" cy="12" r="10.25" opacity=".4"/></svg>`

/** A whole page of the pool. */
export function layout(title: string, content: Html): string {
  return frame(
    title,
    html`<main class="card">
<div class="pane deep"><h1>${title}</h1></div>
<div class="pane">
${content}
</div>
</main>`,
  )
}

/** A page with what it is about in a panel beside what there is to do. */
export function twoPaneLayout(title: string, about: Html, content: Html): string {
  return frame(
    title,
    html`<main class="card wide">
<div class="pane deep">
<h1>${title}</h1>
${about}
</div>
<div class="pane">
${content}
</div>
</main>`,
  )
}

function frame(title: string, main: Html): string {
  return document({
    title: `${title} · Local user pool`,
    style,
    body: html`<header>
<span class="brand">${drop}Local user pool</span>
<span class="pill warn">Development pool</span>
</header>
${main}
<footer>
<p>Its users, passwords and mails are on this machine only.</p>
<nav aria-label="Of this pool"><a href="/_dev/inbox">Mails to users</a><a href="/_dev/session">Who is signed in</a></nav>
</footer>`,
  })
}
