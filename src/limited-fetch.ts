/** The longest answer read, in bytes. Neither a user pool nor this API says anything near it. */
export const longestAnswer = 4_000_000

/** What `fetch` takes, where openid-client gives `undefined` for what is not there. */
type Init = { [Name in keyof RequestInit]: RequestInit[Name] | undefined }

/**
 * As `fetch`, with an end to the answer: a server gone wrong, or another one at its address, does
 * not fill the memory until the deadline.
 *
 * @throws what `fetch` throws; reading a longer body rejects with a TypeError that has a cause, as
 *   when the connection is lost
 */
export async function limitedFetch(url: string, init: Init): Promise<Response> {
  const answer = await fetch(url, init as RequestInit)
  if (answer.body === null) return answer
  const { status, statusText, headers } = answer
  return new Response(answer.body.pipeThrough(limit()), { status, statusText, headers })
}

function limit(): TransformStream<Uint8Array, Uint8Array> {
  let size = 0
  return new TransformStream({
    transform(chunk, controller) {
      size += chunk.byteLength
      if (size <= longestAnswer) return controller.enqueue(chunk)
      const cause = new Error(`more than ${longestAnswer} bytes`)
      controller.error(new TypeError('The answer is too long', { cause }))
    },
  })
}
