/** One line of a Dockerfile. */
export interface Instruction {
  name: string
  /** Of `--from=build`: `build`, by `from`. */
  flags: Record<string, string>
  /** Separated by spaces, or as the JSON list has them. */
  args: string[]
  /** All that stands after name and flags. */
  text: string
}

export interface Stage {
  /** The image it begins with. */
  image: string
  /** What other stages call it; of the last one, the empty text. */
  name: string
  instructions: Instruction[]
}

/** The stages of a Dockerfile, in order. */
export function parseDockerfile(source: string): Stage[] {
  const lines = source
    .replace(/^#.*\n/gm, '')
    .replace(/\\\n\s*/g, '')
    .split('\n')
    .filter(line => line !== '')
  const stages: Stage[] = []
  for (const line of lines) {
    const instruction = parseInstruction(line)
    const { name, args } = instruction
    if (name === 'FROM') {
      stages.push({ image: args[0] as string, name: args[2] ?? '', instructions: [] })
    } else {
      stages.at(-1)?.instructions.push(instruction)
    }
  }
  return stages
}

function parseInstruction(line: string): Instruction {
  const [, name = '', flagText = '', text = ''] = /^([A-Z]+) ((?:--\S+ )*)(.*)$/.exec(line) ?? []
  if (name === '') throw new Error(`This is no instruction: ${line}`)
  const flags = [...flagText.matchAll(/--([\w-]+)=(\S+)/g)].map(([, flag, value]) => [flag, value])
  return { name, flags: Object.fromEntries(flags), args: argsOf(text), text }
}

function argsOf(text: string): string[] {
  return text.startsWith('[') ? JSON.parse(text) : text.split(' ')
}

/** Whether what a Dockerfile copies is kept out by a .dockerignore; its last matching line counts. */
export function isIgnored(dockerignore: string, path: string): boolean {
  const patterns = dockerignore.split('\n').filter(line => line !== '' && !line.startsWith('#'))
  const decisive = patterns.findLast(
    pattern => pattern.replace(/^!/, '') === '*' || pattern.replace(/^!/, '') === path,
  )
  return decisive !== undefined && !decisive.startsWith('!')
}
