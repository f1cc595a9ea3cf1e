/** Swagger UI as it should look here: our title, no logo of others, text that can be read, dark
 * where the system is. */
export const theme = {
  title: 'Orders API',
  favicon: [
    {
      filename: 'favicon.svg',
      rel: 'icon',
      sizes: 'any',
      type: 'image/svg+xml',
      content: `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#0b5cad"/><path d="M9 12h14l-1.5 11h-11zM12 12a4 4 0 0 1 8 0" fill="none" stroke="#fff" stroke-width="2.5" stroke-linejoin="round"/></svg>`,
    },
  ],
  js: [
    {
      filename: 'page.js',
      content: `
const dark = matchMedia('(prefers-color-scheme: dark)')
const follow = () => document.documentElement.classList.toggle('dark-mode', dark.matches)
dark.addEventListener('change', follow)
follow()
const viewport = document.createElement('meta')
viewport.name = 'viewport'
viewport.content = 'width=device-width, initial-scale=1'
document.head.append(viewport)
`,
    },
  ],
  css: [
    {
      filename: 'orders.css',
      content: `
.swagger-ui .info { margin: 2rem 0 1rem }
.swagger-ui .info .title small { background: #455a64 }
.swagger-ui .info .title small.version-stamp { background: #33691e }
.swagger-ui .opblock .opblock-summary-method { text-shadow: none }
.swagger-ui .opblock.opblock-get .opblock-summary-method { background: #0b5cad }
.swagger-ui .opblock.opblock-post .opblock-summary-method { background: #1b7a4b }
.swagger-ui .opblock.opblock-patch .opblock-summary-method { background: #00695c }
.swagger-ui .opblock.opblock-delete .opblock-summary-method { background: #b3261e }
.swagger-ui :focus-visible { outline: 3px solid #0b5cad !important; outline-offset: 2px !important }
.dark-mode .swagger-ui :focus-visible { outline-color: #ff9900 !important }
html:not(.dark-mode) .swagger-ui .btn.authorize { color: #1b7a4b; border-color: #1b7a4b }
html:not(.dark-mode) .swagger-ui .btn.authorize svg { fill: #1b7a4b }
html:not(.dark-mode) .swagger-ui a { color: #0b5cad }
html:not(.dark-mode) .swagger-ui .json-schema-2020-12-expand-deep-button { color: #505050 }
`,
    },
  ],
}
