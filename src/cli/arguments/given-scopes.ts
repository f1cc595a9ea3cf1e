import { UsageError } from '../command.ts'
import type { Options } from './options.ts'

/**
 * What `--scope` asks for, each time it is given; undefined where it is not.
 *
 * @throws {UsageError} an option without a scope in it
 */
export function givenScopes(options: Options): string[] | undefined {
  if (!options.has('scope')) return undefined
  const given = options.values('scope').flatMap(text => text.split(/[\s,]+/))
  const scopes = given.filter(scope => scope !== '')
  if (scopes.length === 0) throw new UsageError('--scope needs a value.')
  return scopes
}
