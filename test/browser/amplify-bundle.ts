import { fileURLToPath } from 'node:url'
import { nodeResolve } from '@rollup/plugin-node-resolve'
import { rollup } from '@rollup/wasm-node'

const entry = `
import { Amplify } from 'aws-amplify'
import * as auth from 'aws-amplify/auth'
import 'aws-amplify/auth/enable-oauth-listener'
window.amplify = { ...auth, configure: settings => Amplify.configure(settings) }
`

/** Amplify Auth for a page, as `window.amplify`: what a bundler makes of the package. */
export async function bundleAmplify(): Promise<string> {
  const id = fileURLToPath(new URL('amplify-entry.js', import.meta.url))
  const bundle = await rollup({
    input: id,
    plugins: [
      {
        name: 'entry',
        resolveId: source => (source === id ? id : null),
        load: source => (source === id ? entry : null),
      },
      nodeResolve({ browser: true }),
    ],
    // What Amplify does by itself is not to be judged here.
    onwarn: () => {},
  })
  const { output } = await bundle.generate({ format: 'iife', name: 'page' })
  await bundle.close()
  return output[0].code
}
