import { SettingsSchema } from './schema.ts'

const names = Object.keys(SettingsSchema.properties)

/**
 * Names that can only be settings written another way: `COGNITO_USERPOOL_ID`, `CORS_ORIGIN`. They
 * would have no effect, and what they were to switch on would be missed by nobody.
 */
export function misspellings(given: Readonly<Record<string, string>>): string[] {
  return Object.keys(given).flatMap(name => {
    const meant = names.find(known => known.includes('_') && skeleton(known) === skeleton(name))
    return meant === undefined || meant in given ? [] : [`${name} is not a setting: write ${meant}`]
  })
}

/** What is left of a name without the differences that people overlook. */
function skeleton(name: string): string {
  return name
    .toUpperCase()
    .replace(/URL/g, 'URI')
    .replace(/_|S(?=_|$)/g, '')
}
