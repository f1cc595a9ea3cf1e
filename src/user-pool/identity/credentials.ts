import { randomBytes } from 'node:crypto'

/** Who has the credentials: what AWS calls an assumed role. */
export interface AssumedRole {
  readonly roleArn: string
  readonly sessionName: string
  /** Seconds since 1970. */
  readonly expiresAt: number
}

/** Temporary credentials that open nothing but this pool, and show it. */
export interface Credentials {
  /** 20 characters, as on AWS, which gives out none that begin with `ASIALOCAL`. */
  readonly accessKeyId: string
  /** 40 characters. */
  readonly secretAccessKey: string
  readonly sessionToken: string
}

export interface CredentialSeal {
  readonly issueCredentials: (role: AssumedRole) => Promise<Credentials>
  /** @returns `undefined` for credentials that this install did not issue */
  readonly readCredentials: (
    accessKeyId: string,
    sessionToken: string,
  ) => Promise<AssumedRole | undefined>
}

/** Loaded late: hardly any pool gives out credentials. */
const loadJose = () => import('jose')

/**
 * The session token holds everything itself, so that nothing has to be stored.
 *
 * @param key of 32 bytes
 */
export function createCredentialSeal(key: Uint8Array): CredentialSeal {
  return {
    issueCredentials: async role => {
      const { EncryptJWT } = await loadJose()
      const accessKeyId = `ASIALOCAL${randomBytes(6).toString('hex').slice(1).toUpperCase()}`
      const sessionToken = await new EncryptJWT({ role, accessKeyId })
        .setProtectedHeader({ enc: 'A256GCM', alg: 'dir' })
        .encrypt(key)
      const secretAccessKey = `local+${randomBytes(26).toString('base64').slice(0, 34)}`
      return { accessKeyId, secretAccessKey, sessionToken }
    },
    readCredentials: async (accessKeyId, sessionToken) => {
      const { jwtDecrypt } = await loadJose()
      try {
        const { payload } = await jwtDecrypt<{ role: AssumedRole; accessKeyId: string }>(
          sessionToken,
          key,
          { keyManagementAlgorithms: ['dir'], contentEncryptionAlgorithms: ['A256GCM'] },
        )
        return payload.accessKeyId === accessKeyId ? payload.role : undefined
      } catch {
        return undefined
      }
    },
  }
}
