import t from 'tap'
import { commandLine } from '../run-cli.ts'
import type { Folder } from '../sign-in/folder.ts'

export interface Check {
  readonly name: string
  readonly result: string
  readonly finding: string
  readonly remedy?: string
}

/** The command `doctor` in a folder. */
export function doctorIn({ cwd, env }: Pick<Folder, 'cwd' | 'env'>) {
  async function diagnosis(settings: Record<string, string> = env, place = cwd) {
    const { code, out, err } = await commandLine(place, settings)('doctor', '--json')
    t.equal(err, '')
    const { healthy, checks, settings: effective } = JSON.parse(out)
    t.equal(code, healthy ? 0 : 1)
    return { healthy, checks, effective }
  }

  /** What is not good, in a line each. */
  async function complaints(settings: Record<string, string>, place = cwd): Promise<string[]> {
    const { checks } = await diagnosis(settings, place)
    return checks
      .filter(({ result }: Check) => result === 'bad')
      .map(({ name, finding, remedy }: Check) => `${name}: ${finding}: ${remedy}`)
  }

  return { diagnosis, complaints }
}
