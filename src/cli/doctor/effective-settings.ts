import { type Config, readEnvFile, SettingsSchema } from '../../config/index.ts'
import type { Surroundings } from '../command.ts'
import { isSecret, mask } from '../output/secret.ts'

/** A setting as it counts, and who says so. */
export interface EffectiveSetting {
  readonly name: string
  /** Without secrets; null where it is not set. */
  readonly value: string | null
  readonly source: 'environment' | '.env' | 'default' | 'not set'
}

/** @param config what the settings amount to; undefined where they are wrong */
export function effectiveSettings(
  { env, cwd }: Surroundings,
  config: Config | undefined,
): EffectiveSetting[] {
  const file = readable(cwd)
  const defaults: Readonly<Record<string, unknown>> = config ?? {}
  return Object.entries(SettingsSchema.properties).map(([name, schema]) => {
    const sources = [
      ['environment', env[name]],
      ['.env', name in env ? undefined : file[name]],
      ['default', defaults[name] ?? ('default' in schema ? schema.default : undefined)],
    ] as const
    const found = sources.find(([, value]) => value !== undefined && `${value}`.trim() !== '')
    if (found === undefined) return { name, value: null, source: 'not set' }
    const [source, value] = found
    return { name, value: masked(name, `${value}`.trim()), source }
  })
}

/** Of a file that cannot be read the checks tell. */
function readable(cwd: string): Record<string, string> {
  try {
    return readEnvFile(cwd)
  } catch {
    return {}
  }
}

/**
 * Passwords stand in addresses too, before the host or among the parameters. One with a slash in it
 * makes no address, and is none the less one.
 */
function masked(name: string, value: string): string {
  if (isSecret(name)) return mask
  return value
    .replace(/(\/\/[^/?#@:]*:).*@/, `$1${mask}@`)
    .replace(/([?&][^=&]*(?:password|secret|token)[^=&]*=)[^&]*/gi, `$1${mask}`)
}
