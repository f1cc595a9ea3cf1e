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
    const response = await fetch(uri, {
      redirect: 'manual',
      headers: { accept: 'application/json', 'cache-control': 'no-cache' },
      signal: fetching.signal,
    })
    if (response.status !== 200) throw new Error(`the key-set address answered ${response.status}`)
    return await readAtMost(response.body as ReadableStream<Uint8Array>, largestBody)
  } finally {
    clearTimeout(timer)
    stopped.removeEventListener('abort', stop)
    // Frees the connection when the body was not read to its end.
    fetching.abort()
  }
}

async function readAtMost(body: ReadableStream<Uint8Array>, limit: number): Promise<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let text = ''
  let size = 0
  for await (const chunk of body) {
    size += chunk.byteLength
    if (size > limit) throw new Error(`the key set is larger than ${limit} bytes`)
    text += decoder.decode(chunk, { stream: true })
  }
  return text + decoder.decode()
}
