import { randomBytes, randomUUID } from 'node:crypto'
import { link, mkdir, readFile, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DataFolderError } from './data-folder-error.ts'
import { fromPem, type GenerateKey, toPem } from './signing-keys.ts'

/** Everything that is made once per install. */
export interface InstallSecrets {
  /** What ids and client secrets are derived from. */
  readonly seed: string
  /** PKCS #8 in PEM. */
  readonly accessKey: string
  readonly idKey: string
}

const fileName = 'user-pool.json'

export function secretsFile(dataFolder: string): string {
  return join(dataFolder, fileName)
}

/** Where there is none, with those above it; for its owner alone. */
export async function makeDataFolder(dataFolder: string): Promise<void> {
  await mkdir(dataFolder, { recursive: true, mode: 0o700 })
}

export async function makeSecrets(generateKey: GenerateKey): Promise<InstallSecrets> {
  const [accessKey, idKey] = await Promise.all([generateKey(), generateKey()])
  return {
    seed: randomBytes(32).toString('base64url'),
    accessKey: toPem(accessKey),
    idKey: toPem(idKey),
  }
}

/** Reads the secrets from the data folder; makes them, and the folder, where there are none. */
export async function readOrMakeSecrets(
  dataFolder: string,
  generateKey: GenerateKey,
): Promise<InstallSecrets> {
  const file = secretsFile(dataFolder)
  return (
    (await readSecrets(file)) ?? (await writeSecrets(dataFolder, await makeSecrets(generateKey)))
  )
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

async function readSecrets(file: string): Promise<InstallSecrets | undefined> {
  const text = await readIfThere(file)
  if (text === undefined) return undefined
  const secrets = parse(text)
  if (!isInstallSecrets(secrets)) {
    throw new DataFolderError(
      `${file} does not hold a local user pool: delete it to have a new one made`,
    )
  }
  return secrets
}

/**
 * Of several processes that start at once, the first to link its file wins and the others read
 * that one; nobody ever sees a file half written.
 */
async function writeSecrets(dataFolder: string, secrets: InstallSecrets): Promise<InstallSecrets> {
  await makeDataFolder(dataFolder)
  const file = secretsFile(dataFolder)
  const draft = join(dataFolder, `.${fileName}.${randomUUID()}`)
  await writeFile(draft, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600, flag: 'wx' })
  return await link(draft, file)
    .then(
      () => secrets,
      (error: unknown) => readWinner(file, error),
    )
    .finally(() => unlink(draft))
}

async function readWinner(file: string, error: unknown): Promise<InstallSecrets> {
  const secrets = await readSecrets(file)
  if (secrets === undefined) throw error
  return secrets
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isInstallSecrets(value: unknown): value is InstallSecrets {
  if (typeof value !== 'object' || value === null) return false
  const { seed, accessKey, idKey } = value as Record<string, unknown>
  return (
    typeof seed === 'string' &&
    seed !== '' &&
    accessKey !== idKey &&
    [accessKey, idKey].every(isKey)
  )
}

function isKey(pem: unknown): boolean {
  try {
    return fromPem(pem as string).asymmetricKeyType === 'rsa'
  } catch {
    return false
  }
}
