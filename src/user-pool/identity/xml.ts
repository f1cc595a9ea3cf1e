/** Text, or elements by their names. */
export type Content = string | { readonly [name: string]: Content }

/** Elements in their order, with nothing between them. */
export function toXml(elements: { readonly [name: string]: Content }): string {
  return Object.entries(elements)
    .map(([name, content]) => {
      const inner = typeof content === 'string' ? escaped(content) : toXml(content)
      // A name may come with attributes.
      return `<${name}>${inner}</${name.split(' ')[0]}>`
    })
    .join('')
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }

/** XML 1.0 has no control characters but tab and line ends, not even as entities. */
const unspeakable = /[^\P{Cc}\t\n\r]|[\ufffe\uffff]/gu

function escaped(text: string): string {
  return text
    .replace(unspeakable, '\ufffd')
    .replace(/[&<>]/g, character => entities[character] as string)
}
