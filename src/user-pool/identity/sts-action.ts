import type { IncomingHttpHeaders } from 'node:http'
import type { PoolParts } from '../pool-parts.ts'
import type { Content } from './xml.ts'

export interface StsRequest {
  readonly pool: PoolParts
  readonly form: URLSearchParams
  readonly headers: IncomingHttpHeaders
}

/** What is in the result, by element. @throws StsError */
export type StsAction = (request: StsRequest) => Promise<{ readonly [name: string]: Content }>
