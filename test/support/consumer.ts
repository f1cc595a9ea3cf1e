import { execFile } from 'node:child_process'
import { cp, mkdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
/** Tests run in the folder of the package. */
const root = process.cwd()
const tsc = join(root, 'node_modules/typescript/bin/tsc')

/** What a TypeScript project has beside its dependencies. */
const ownTools = [
  'node_modules/typescript',
  'node_modules/@types/node',
  'node_modules/undici-types',
]

/** An empty TypeScript project into which the packed package is installed. */
export interface Consumer {
  folder: string
  write(files: Readonly<Record<string, string>>): Promise<void>
  /** Type-checks and compiles, as strictly as TypeScript can, declarations of packages included. */
  compile(): Promise<void>
  run(...args: string[]): Promise<string>
}

/**
 * Packs this package and unpacks it beside links to the packages it says it needs, which is what
 * `npm install` does, without a registry.
 */
export async function installPackage(folder: string): Promise<Consumer> {
  const packed = await pack(join(folder, 'staging'))
  const consumer = join(folder, 'consumer')
  const target = join(consumer, 'node_modules/cognito-resource-server')
  await mkdir(target, { recursive: true })
  await run('tar', ['-xzf', packed, '-C', target, '--strip-components=1'])
  for (const dependency of [...(await runtimeDependencies()), ...ownTools]) {
    await mkdir(dirname(join(consumer, dependency)), { recursive: true })
    await symlink(join(root, dependency), join(consumer, dependency))
  }
  await writeFile(join(consumer, 'package.json'), JSON.stringify({ type: 'module' }))
  await writeFile(join(consumer, 'tsconfig.json'), JSON.stringify({ compilerOptions }))
  return {
    folder: consumer,
    async write(files) {
      for (const [name, text] of Object.entries(files)) await writeFile(join(consumer, name), text)
    },
    async compile() {
      await run(process.execPath, [tsc, '-p', consumer]).catch(({ stdout }) => {
        throw new Error(stdout)
      })
    },
    async run(...args) {
      const { stdout } = await run(process.execPath, args, { cwd: consumer })
      return stdout
    },
  }
}

const compilerOptions = {
  target: 'es2023',
  module: 'nodenext',
  outDir: 'dist',
  strict: true,
  exactOptionalPropertyTypes: true,
  skipLibCheck: false,
  rewriteRelativeImportExtensions: true,
  types: ['node'],
}

/** Builds into a folder of its own, because tests that run at the same time use `dist`. */
async function pack(staging: string): Promise<string> {
  await mkdir(staging, { recursive: true })
  const build = [
    '-p',
    root,
    '--outDir',
    join(staging, 'dist'),
    '--incremental',
    'false',
    '--noCheck',
  ]
  await run(process.execPath, [tsc, ...build, '--tsBuildInfoFile', 'null'])
  const { files } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))
  for (const name of ['package.json', ...files.filter(isCommitted), 'README.md', 'LICENSE']) {
    await cp(join(root, name), join(staging, name), { recursive: true })
  }
  const options = ['pack', '--ignore-scripts', '--json', '--pack-destination', staging]
  const { stdout } = await run('npm', options, { cwd: staging })
  return join(staging, JSON.parse(stdout)[0].filename)
}

function isCommitted(pattern: string): boolean {
  return !/^!|^dist/.test(pattern)
}

async function runtimeDependencies(): Promise<string[]> {
  const options = ['ls', '--omit=dev', '--all', '--parseable']
  const { stdout } = await run('npm', options, { cwd: root })
  return stdout
    .trim()
    .split('\n')
    .map(folder => relative(root, folder))
    .filter(path => /^node_modules\/(@[^/]+\/)?[^/]+$/.test(path))
}
