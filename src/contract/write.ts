import { writeFile } from 'node:fs/promises'
import { contractText } from './contract-text.ts'

// Run by `npm run openapi`, in the folder of the package.
await writeFile('openapi.yaml', await contractText())
