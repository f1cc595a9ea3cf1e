import { type Static, Type } from 'typebox'
import { companionsSettings } from './settings/companions.ts'
import { operationSettings } from './settings/operation.ts'
import { serviceSettings } from './settings/service.ts'
import { trafficSettings } from './settings/traffic.ts'
import { userPoolSettings } from './settings/user-pool.ts'
import { verificationSettings } from './settings/verification.ts'

/** Every setting: its name in the environment, its type, default, meaning and an example. */
export const SettingsSchema = Type.Object({
  ...serviceSettings,
  ...userPoolSettings,
  ...verificationSettings,
  ...trafficSettings,
  ...operationSettings,
  ...companionsSettings,
})

export type EnvironmentSettings = Static<typeof SettingsSchema>
