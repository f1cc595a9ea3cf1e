import { printable } from '../output/printable.ts'
import { unreachable } from '../unreachable.ts'

/** What the domain makes of an authorization request, before a person sees it. */
export type Verdict =
  | { readonly kind: 'good' }
  | { readonly kind: 'unreachable'; readonly reason: string }
  | { readonly kind: 'no such endpoint'; readonly status: number }
  | { readonly kind: 'callback not registered' }
  | { readonly kind: 'scope refused' }
  /** @property error what the domain calls it */
  | { readonly kind: 'refused'; readonly error: string }

/** Milliseconds that the domain may take. */
const deadline = 10_000

/**
 * Sends an authorization request as a browser would, and goes no further. Otherwise the browser
 * would show what is wrong to a person who cannot mend it, and the terminal would wait in vain.
 */
export async function probe(url: URL, callbackUrl: string): Promise<Verdict> {
  try {
    const response = await fetch(url, {
      redirect: 'manual',
      signal: AbortSignal.timeout(deadline),
    })
    await response.body?.cancel()
    const { status, headers } = response
    const location = headers.get('location')
    if (location === null && status < 400) return { kind: 'good' }
    if (location === null || !URL.canParse(location, url.href)) {
      return { kind: 'no such endpoint', status }
    }
    return sentTo(new URL(location, url), callbackUrl)
  } catch (error) {
    return { kind: 'unreachable', reason: `${unreachable(error)}` }
  }
}

/** Cognito's error page is /error, with the error in its query; other errors go to the callback. */
function sentTo(location: URL, callbackUrl: string): Verdict {
  const error = location.searchParams.get('error')
  const description = location.searchParams.get('error_description')
  if (location.href.startsWith(callbackUrl)) {
    if (error === 'invalid_scope' || description === 'invalid_scope') {
      return { kind: 'scope refused' }
    }
    return refused(error)
  }
  if (location.pathname !== '/error') return { kind: 'good' }
  return error === 'redirect_mismatch' ? { kind: 'callback not registered' } : refused(error)
}

function refused(error: string | null): Verdict {
  return { kind: 'refused', error: printable((error ?? 'no reason given').slice(0, 100)) }
}
