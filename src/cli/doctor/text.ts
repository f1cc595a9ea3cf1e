import { table } from '../../text/table.ts'
import { printable } from '../output/printable.ts'
import type { Check } from './check.ts'
import type { EffectiveSetting } from './effective-settings.ts'

/** What `doctor --json` prints. */
export interface DoctorReport {
  readonly healthy: boolean
  readonly settings: readonly EffectiveSetting[]
  readonly checks: readonly Check[]
}

export function doctorText({ healthy, settings, checks }: DoctorReport): string {
  const given = settings.filter(({ source }) => source !== 'not set')
  const unset = settings.filter(({ source }) => source === 'not set').map(({ name }) => name)
  const rows = given.map(({ name, value, source }) => [name, printable(`${value}`), source])
  return [
    'Settings',
    ...table(rows).map(indented),
    `  not set: ${unset.join(', ')}`,
    '',
    'Checks',
    ...checks.flatMap(checkLines).map(indented),
    '',
    healthy ? 'Nothing is wrong.' : 'Mend what is bad, then run doctor again.',
    '',
  ].join('\n')
}

function checkLines({ name, result, finding, remedy }: Check): string[] {
  const line = `${result.padEnd(7)}  ${name}: ${printable(finding)}`
  return remedy === undefined ? [line] : [line, `         ${printable(remedy)}`]
}

function indented(line: string): string {
  return `  ${line}`
}
