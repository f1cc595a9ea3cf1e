import { limitedFetch } from '../../limited-fetch.ts'
import { unreachable } from '../unreachable.ts'
import { bad, type Check, good } from './check.ts'

/** Milliseconds that an answer may take. */
const deadline = 10_000

export interface IssuerFindings {
  readonly checks: readonly Check[]
  /** Whether it said anything of itself. */
  readonly answers: boolean
  /** Whether what answers at its address is something else. */
  readonly isOther: boolean
  /** Origin of the OAuth endpoints, where the issuer names one. */
  readonly domain?: string
}

export interface IssuerQuestion {
  readonly issuer: string
  readonly jwksUri: string
  /** Seconds by which clocks may differ. */
  readonly clockTolerance: number
  /** What to do where it does not answer. */
  readonly remedy: string
  /** What to do where somebody else does. */
  readonly otherwise: string
}

/** Looks at what the issuer says of itself, at its keys, and at its clock. */
export async function checkIssuer(question: IssuerQuestion): Promise<IssuerFindings> {
  const { issuer, jwksUri, clockTolerance } = question
  const [discovery, keySet] = await Promise.all([
    askFor(`${issuer}/.well-known/openid-configuration`),
    askFor(jwksUri),
  ])
  const endpoint = discovery.body?.authorization_endpoint
  return {
    checks: [
      discoveryCheck(issuer, discovery, question),
      keySetCheck(jwksUri, keySet, question),
      ...(discovery.date === undefined ? [] : [clockCheck(discovery.date, clockTolerance)]),
    ],
    answers: discovery.body !== undefined,
    isOther: discovery.isOther === true,
    ...(typeof endpoint === 'string' &&
      URL.canParse(endpoint) && { domain: new URL(endpoint).origin }),
  }
}

interface Answer {
  /** Where there was none, or not the one wanted: why. */
  readonly fault?: string
  /** Whether the fault is in what answered. */
  readonly isOther?: boolean
  readonly body?: Readonly<Record<string, unknown>>
  /** The clock of the server, in milliseconds since 1970. */
  readonly date?: number
}

async function askFor(url: string): Promise<Answer> {
  try {
    const response = await limitedFetch(url, {
      redirect: 'manual',
      signal: AbortSignal.timeout(deadline),
    })
    const date = Date.parse(`${response.headers.get('date')}`)
    const text = await response.text()
    if (response.status !== 200) return { fault: `answers ${response.status}`, isOther: true }
    return { body: Object(JSON.parse(text)), ...(!Number.isNaN(date) && { date }) }
  } catch (error) {
    const reason = unreachable(error)
    if (reason === undefined) return { fault: 'is no JSON', isOther: true }
    return { fault: `does not answer (${reason})` }
  }
}

type Remedies = Pick<IssuerQuestion, 'remedy' | 'otherwise'>

function discoveryCheck(issuer: string, answer: Answer, { remedy, otherwise }: Remedies): Check {
  const name = 'issuer'
  const { fault, isOther, body } = answer
  if (fault !== undefined) return bad(name, `${issuer} ${fault}`, isOther ? otherwise : remedy)
  if (body?.issuer === issuer) return good(name, issuer)
  return bad(name, `${issuer} says that it is another issuer`, 'correct COGNITO_ISSUER')
}

function keySetCheck(jwksUri: string, answer: Answer, { remedy, otherwise }: Remedies): Check {
  const name = 'key set'
  const { fault, isOther, body } = answer
  if (fault !== undefined) return bad(name, `${jwksUri} ${fault}`, isOther ? otherwise : remedy)
  const keys = Array.isArray(body?.keys) ? body.keys.length : 0
  return keys > 0
    ? good(name, `${keys} keys at ${jwksUri}`)
    : bad(name, `${jwksUri} has no keys`, 'correct COGNITO_JWKS_URI')
}

/** The Date header has whole seconds, and was on its way for a moment. */
function clockCheck(date: number, tolerance: number): Check {
  const name = 'clock'
  const seconds = Math.round((Date.now() - date) / 1000)
  const direction = seconds > 0 ? 'ahead of' : 'behind'
  return Math.abs(seconds) <= tolerance + 1
    ? good(name, `as that of the user pool, within ${tolerance} seconds`)
    : bad(
        name,
        `this machine is ${Math.abs(seconds)} seconds ${direction} the user pool`,
        'set the clock by NTP, or tokens count as expired or not yet issued',
      )
}
