import { register } from 'node:module'

// Newer versions of Node strip types themselves.
if (!process.features.typescript) register('./typescript-hooks.mjs', import.meta.url)
