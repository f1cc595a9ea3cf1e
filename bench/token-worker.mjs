import { createPrivateKey } from 'node:crypto'
import { parentPort, workerData } from 'node:worker_threads'
import { TOKEN_KINDS } from './tokens.mjs'

const { kind, count, privateKeyPem, ...names } = workerData
const signer = { ...names, privateKey: createPrivateKey(privateKeyPem) }
parentPort.postMessage(Array.from({ length: count }, () => TOKEN_KINDS[kind](signer)).join('\n'))
