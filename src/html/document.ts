import { Html, html } from './html.ts'

/** Drops on still water; the colours are those of the look. */
const icon =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24' fill='none' stroke='%230b656b' stroke-width='2'%3E%3Ccircle cx='12' cy='12' r='2.5' fill='%230b656b'/%3E%3Ccircle cx='12' cy='12' r='6.5'/%3E%3Ccircle cx='12' cy='12' r='10.5'/%3E%3C/svg%3E"

/** A whole HTML document that loads nothing. */
export function document(parts: {
  readonly title: string
  /** CSS. */
  readonly style: string
  readonly body: Html
}): string {
  const { title, style, body } = parts
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="icon" href="${icon}">
<style>${new Html(style)}</style>
</head>
<body>
${body}
</body>
</html>
`.text
}
