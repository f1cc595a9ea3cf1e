import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { postmanFiles } from './files.ts'

// Run after `npm run openapi`, in the folder of the package.
await mkdir('postman', { recursive: true })
for (const [name, text] of Object.entries(postmanFiles(await readFile('openapi.yaml', 'utf8')))) {
  await writeFile(`postman/${name}`, text)
}
