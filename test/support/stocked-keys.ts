import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { fromPem, toPem } from '../../src/user-pool/keys/signing-keys.ts'

const folder = 'node_modules/.cache/signing-keys'
const loaded = new Map<string, KeyObject>()

/** The RSA private key of a name, which earlier runs have used as well: to make one takes long. */
export function stockedKey(name: string, modulusLength = 2048): KeyObject {
  const key = loaded.get(name) ?? fromFile(`${folder}/${name}-${modulusLength}.pem`, modulusLength)
  loaded.set(name, key)
  return key
}

function fromFile(file: string, modulusLength: number): KeyObject {
  try {
    return fromPem(readFileSync(file, 'utf8'))
  } catch {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength })
    mkdirSync(folder, { recursive: true })
    const temporary = `${file}.${process.pid}`
    writeFileSync(temporary, toPem(privateKey))
    renameSync(temporary, file)
    return privateKey
  }
}
