import type { Surroundings } from '../../../src/cli/command.ts'
import { envAws } from '../../../src/cli/commands/env-aws.ts'
import { noInput } from '../run-cli.ts'

/** `env:aws` in this process and in a folder of its own, with what it wrote where. */
export function runner(cwd: string, env: Surroundings['env'] = {}) {
  return async (...args: string[]) => {
    const written = { out: '', err: '' }
    const code = await envAws.run(args, {
      env,
      cwd,
      input: noInput,
      out: text => {
        written.out += text
      },
      err: text => {
        written.err += text
      },
      untilStopped: async () => {},
    })
    return { code, ...written }
  }
}
