import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { TOKEN_KINDS } from './tokens.mjs'

/**
 * Tokens of the pool: `one(kind, issuer)` is a token, `make(kind, count, issuer)` resolves to
 * `{ file, count }`, a file with one token a line for the load generator. A second `make` of the
 * same is free. The issuer is the loopback one unless given.
 */
export async function tokenFiles(pool) {
  const folder = await mkdtemp(join(tmpdir(), 'bench-tokens-'))
  const made = new Map()

  return {
    one: (kind, issuer) => TOKEN_KINDS[kind]({ ...names(issuer), privateKey: pool.privateKey }),
    make(kind, count, issuer) {
      const name = JSON.stringify([kind, count, issuer])
      if (!made.has(name)) {
        made.set(name, write(join(folder, `${made.size}.txt`), { kind, count, ...names(issuer) }))
      }
      return made.get(name)
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  }

  function names(issuer = pool.context.issuer) {
    return { issuer, clientId: pool.context.clientId, keyId: pool.keyId }
  }

  async function write(file, { count, ...rest }) {
    const threads = Math.min(availableParallelism(), count)
    const shares = Array.from({ length: threads }, (_, i) =>
      Math.floor((count + threads - 1 - i) / threads),
    )
    const parts = await Promise.all(shares.map(share => signInThread({ ...rest, count: share })))
    await writeFile(file, parts.join('\n'))
    return { file, count }
  }

  async function signInThread(order) {
    const privateKeyPem = pool.privateKey.export({ type: 'pkcs8', format: 'pem' })
    const worker = new Worker(new URL('token-worker.mjs', import.meta.url), {
      workerData: { ...order, privateKeyPem },
    })
    const [tokens] = await once(worker, 'message')
    return tokens
  }
}
