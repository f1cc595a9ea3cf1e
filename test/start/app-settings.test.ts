import t from 'tap'
import { loadConfig } from '../../src/config/index.ts'
import { appSettings } from '../../src/start/app-settings.ts'
import { createUserPool } from '../support/user-pool.ts'

t.test('load is shed as the settings say, but not beside the local user pool', async t => {
  const pool = await createUserPool()
  t.teardown(pool.close)
  const onAws = loadConfig({
    COGNITO_USER_POOL_ID: 'eu-west-1_abcdefghi',
    COGNITO_CLIENT_ID: 'abcdefghijklmnopqrstuvwxyz',
    MAX_EVENT_LOOP_DELAY_MS: '321',
  })
  t.strictSame(appSettings(onAws, undefined).loadShedding, { maxEventLoopDelay: 321 })
  const local = loadConfig({ MAX_EVENT_LOOP_DELAY_MS: '321' })
  t.equal(appSettings(local, pool).loadShedding, undefined)
})
