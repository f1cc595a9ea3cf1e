/** What stands in the place of a secret. */
export const mask = '********'

export function isSecret(setting: string): boolean {
  return setting.endsWith('_SECRET')
}
