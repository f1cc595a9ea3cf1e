import { execFile } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'
import type { Test } from 'tap'
import { type Instruction, isIgnored, parseDockerfile, type Stage } from './dockerfile.ts'

/** Tests run in the folder of the package. */
const root = process.cwd()
const read = (file: string) => readFileSync(join(root, file), 'utf8')

export const stages = parseDockerfile(read('infra/Dockerfile'))
export const dockerignore = read('.dockerignore')

/** What `docker build` would make, as a folder in the place of the file system. */
export interface Image {
  /** Where a path of the image is on this machine. */
  place(path: string): string
  workdir: string
  env: Record<string, string>
  user: { uid: number; gid: number }
  command: string[]
  healthCommand: string[]
}

/** The registry of packages cannot be reached from here. */
export class RegistryAwayError extends Error {}

/**
 * Does what the instructions of the Dockerfile say, in temporary folders. Only base images are
 * missing, and the first `npm ci`: the packages for development are those of this folder.
 *
 * @throws {RegistryAwayError}
 */
export async function buildImage(t: Test): Promise<Image> {
  const folder = mkdtempSync(join(tmpdir(), 'image-'))
  chmodSync(folder, 0o755)
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  let image: Image | undefined
  for (const stage of stages) image = await buildStage(folder, stage)
  return image as Image
}

async function buildStage(folder: string, { name, instructions }: Stage): Promise<Image> {
  const place = (path: string) => join(folder, name || 'image', path)
  const image: Image = {
    place,
    workdir: '/',
    env: {},
    user: { uid: 0, gid: 0 },
    command: [],
    healthCommand: [],
  }
  for (const instruction of instructions) await follow(instruction, image, folder)
  return image
}

async function follow(instruction: Instruction, image: Image, folder: string): Promise<void> {
  const { name, args, text } = instruction
  switch (name) {
    case 'WORKDIR':
      image.workdir = text
      mkdirSync(image.place(text), { recursive: true })
      return
    case 'ENV':
      Object.assign(image.env, Object.fromEntries(args.map(pair => pair.split(/=(.*)/s, 2))))
      return
    case 'COPY':
      return copy(instruction, image, folder)
    case 'RUN':
      return run(text, image)
    case 'USER': {
      const [uid, gid] = text.split(':').map(Number)
      image.user = { uid: uid as number, gid: gid as number }
      return
    }
    case 'HEALTHCHECK':
      image.healthCommand = JSON.parse(text.replace(/^CMD /, ''))
      return
    case 'CMD':
      image.command = args
      return
    case 'VOLUME':
    case 'EXPOSE':
      return
    default:
      throw new Error(`The test does not know the instruction ${name}.`)
  }
}

function copy({ flags, args }: Instruction, image: Image, folder: string): void {
  const destination = args.at(-1) as string
  for (const source of args.slice(0, -1)) {
    if (flags.from === undefined && isIgnored(dockerignore, source)) {
      throw new Error(`.dockerignore keeps ${source} out of the image`)
    }
    const from = flags.from === undefined ? join(root, source) : join(folder, flags.from, source)
    // Of a folder, the content is copied; a file goes into a destination that ends with a slash.
    const isInto = destination.endsWith('/') && statSync(from).isFile()
    const to = join(image.workdir, destination, isInto ? basename(source) : '')
    cpSync(from, image.place(to), { recursive: true, verbatimSymlinks: true })
  }
}

async function run(command: string, image: Image): Promise<void> {
  const cwd = image.place(image.workdir)
  if (command === 'npm ci') {
    symlinkSync(join(root, 'node_modules'), join(cwd, 'node_modules'))
    return
  }
  if (command.startsWith('npm ci ')) return install(command, cwd)
  const isRoot = process.getuid?.() === 0
  const here = command
    .replace(/ (\/\w+)/g, (_, path) => ` ${image.place(path)}`)
    // Who is not root owns already what is made.
    .replace(/ --(owner|group)=\d+/g, isRoot ? '$&' : '')
  await promisify(execFile)('sh', ['-euc', here], { cwd, env: npmEnvironment() })
}

async function install(command: string, cwd: string): Promise<void> {
  const options = '--ignore-scripts --prefer-offline --fetch-retries=1 --fetch-timeout=20000'
  try {
    await promisify(execFile)('sh', ['-euc', `${command} ${options}`], {
      cwd,
      env: npmEnvironment(),
    })
  } catch (error) {
    const { stderr } = error as { stderr: string }
    const isAway = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH/.test(stderr)
    throw isAway ? new RegistryAwayError(stderr) : error
  }
}

/** Without what `npm test` tells of its own folder. */
function npmEnvironment(): NodeJS.ProcessEnv {
  const own = /^npm_(package|lifecycle)_|^npm_config_local_prefix$/
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !own.test(name)))
}
