/** A fenced code block: "```ts service.ts" has the language `ts` and the name `service.ts`. */
export interface CodeBlock {
  language: string
  name: string
  code: string
}

/** The code blocks of a Markdown text, in order. */
export function codeBlocks(markdown: string): CodeBlock[] {
  const fences = markdown.matchAll(/^```(\w+) ?(.*)\n([\s\S]*?)^```$/gm)
  return [...fences].map(([, language = '', name = '', code = '']) => ({ language, name, code }))
}
