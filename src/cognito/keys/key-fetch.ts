import { isUtf8 } from 'node:buffer'
import http, { type IncomingMessage } from 'node:http'
import https from 'node:https'

/** Largest key set read, in bytes; Cognito's has about one kilobyte. */
const largestBody = 64 * 1024

/**
 * Time allowed for connecting, answering and reading together, in milliseconds. Less than two seconds,
 * so that service resumes within them although the fetch before was never answered.
 */
export const fetchDeadline = 1800

/**
 * Fetches a key set over HTTP. Follows no redirect: a key set comes from the configured address
 * or not at all.
 *
 * @param stopped aborts the fetch
 * @throws {Error} whose message names what went wrong, for the log
 */
export async function fetchKeySet(uri: string, stopped: AbortSignal): Promise<string> {
  stopped.throwIfAborted()
  const fetching = new AbortController()
  const stop = () => fetching.abort(stopped.reason)
  stopped.addEventListener('abort', stop)
  // A timer of its own, because a signal made by AbortSignal.any of AbortSignal.timeout may be
  // garbage-collected, and then the deadline never comes.
  const timer = setTimeout(() => {
    fetching.abort(new Error(`the key-set address took longer than ${fetchDeadline} ms`))
  }, fetchDeadline)
  try {
    // Whatever node:http makes of the signal, the deadline holds and its reason is told.
    return await Promise.race([read(uri, fetching.signal), abortionOf(fetching.signal)])
  } finally {
    clearTimeout(timer)
    stopped.removeEventListener('abort', stop)
    // Frees the connection when the body was not read to its end.
    fetching.abort()
  }
}

async function read(uri: string, signal: AbortSignal): Promise<string> {
  const bytes = await bytesFrom(uri, signal).catch(explain)
  if (!isUtf8(bytes)) throw new Error('the key set is not UTF-8')
  return new TextDecoder().decode(bytes)
}

function explain(error: NodeJS.ErrnoException): never {
  const { code } = error
  if (code === undefined) throw error
  throw new Error(`the key-set address cannot be read (${code})`, { cause: error })
}

async function bytesFrom(uri: string, signal: AbortSignal): Promise<Uint8Array> {
  const response = await answerOf(uri, signal)
  const { statusCode, headers } = response
  if (statusCode !== 200) throw new Error(`the key-set address answered ${statusCode}`)
  if (!/^(identity)?$/i.test(headers['content-encoding'] ?? '')) {
    throw new Error('the key set is compressed')
  }
  return readAtMost(response, largestBody)
}

/** By `node:http`: the client behind `fetch` takes a tenth of a second and some MiB at the first use. */
function answerOf(uri: string, signal: AbortSignal): Promise<IncomingMessage> {
  const { request } = new URL(uri).protocol === 'https:' ? https : http
  const headers = {
    accept: 'application/json',
    'accept-encoding': 'identity',
    'cache-control': 'no-cache',
    connection: 'close',
  }
  // Parts it from the application's own connections to this host, whose certificate may not have been looked at.
  const sessionIdContext = 'cognito-key-set'
  return new Promise((resolve, reject) => {
    request(uri, { headers, signal, sessionIdContext }, resolve)
      .on('error', reject)
      .on('close', () => reject(new Error('the key-set address gave no answer')))
      .end()
  })
}

function abortionOf(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason))
  })
}

async function readAtMost(body: AsyncIterable<Uint8Array>, limit: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body) {
    size += chunk.byteLength
    if (size > limit) throw new Error(`the key set is larger than ${limit} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
