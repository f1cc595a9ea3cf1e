import { homedir } from 'node:os'
import { isAbsolute, join } from 'node:path'
import type { Surroundings } from '../command.ts'

/**
 * Where programs of this user keep what they remember: XDG_CONFIG_HOME, else APPDATA (Windows),
 * else ~/Library/Application Support (macOS), else ~/.config.
 */
export function configFolder(
  env: Surroundings['env'],
  platform: NodeJS.Platform = process.platform,
): string {
  // XDG Base Directory Specification: a relative path is none. Tokens would lie in a project with it.
  const named = [env.XDG_CONFIG_HOME, platform === 'win32' ? env.APPDATA : undefined].find(
    folder => folder !== undefined && isAbsolute(folder),
  )
  const home = env.HOME || homedir()
  const usual = platform === 'darwin' ? ['Library', 'Application Support'] : ['.config']
  return join(named ?? join(home, ...usual), 'cognito-resource-server')
}
