import { askAll } from '../support/callers.ts'
import { createVerdict, type Fault } from '../support/fault.ts'
import { startWorld } from '../support/service.ts'

const CACHE_SIZE = 10_000
const MEBIBYTE = 1024 * 1024
const MOST_GROWTH_MIB = 150

export const manyTokens: Fault = {
  name: 'many-tokens',
  about: '100,000 distinct valid tokens, one request each',
  async run({ scope, tokens }) {
    const env = { TOKEN_CACHE_SIZE: String(CACHE_SIZE) }
    const { pool, service } = await startWorld(scope, { env })
    const { failures, check } = createVerdict()
    const resident = async () => (await service.metric('process_resident_memory_bytes')) / MEBIBYTE
    async function* made(count: number) {
      for (let turn = 0; turn < count; turn++) yield pool.accessToken()
    }
    // What the process takes once it is warm, and the cache is as full as it gets.
    const warmUp = Math.min(tokens / 5, CACHE_SIZE)
    await askAll(service, made(warmUp))
    const before = await resident()
    const { statuses } = await askAll(service, made(tokens - warmUp))
    const growth = (await resident()) - before
    const entries = await service.metric('cognito_token_cache_entries')
    check(statuses.get('200') === tokens - warmUp, `answers ${[...statuses.keys()]}`)
    check(entries <= CACHE_SIZE, `${entries} tokens are remembered`)
    check(growth < MOST_GROWTH_MIB, `memory grew by ${Math.round(growth)} MiB`)
    return {
      done: `${tokens} tokens`,
      observed: `all 200; ${entries} remembered; ${Math.round(before)} MiB after the first ${warmUp}, ${growth < 0 ? '' : '+'}${Math.round(growth)} MiB at the end`,
      failures,
    }
  },
}
