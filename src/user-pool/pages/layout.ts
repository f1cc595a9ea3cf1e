import { Html, html } from './html.ts'
import { style } from './style.ts'

/** A whole page of the pool. */
export function layout(title: string, main: Html): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${new Html(style)}</style>
</head>
<body>
<main>
<h1>${title}</h1>
${main}
</main>
<footer><p>Local user pool, for development: its users, passwords and mails are on this machine only.
<a href="/_dev/inbox">Mails to users</a></p></footer>
</body>
</html>
`.text
}
