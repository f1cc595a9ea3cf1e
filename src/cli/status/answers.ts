/** How long to wait before something counts as not running, in milliseconds. */
const deadline = 1000

/** Whether a GET at this address is answered with 200 right now. */
export async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, {
      redirect: 'manual',
      signal: AbortSignal.timeout(deadline),
    })
    await response.body?.cancel()
    return response.status === 200
  } catch {
    return false
  }
}
