import { ConfigError } from '../config/index.ts'
import { DatabaseOpeningError } from '../database/opening-error.ts'

interface Failure {
  /** For people: what is wrong and what to do. */
  message: string
  exitCode: number
}

/** Something beside the settings keeps the service from its start; the message is for people. */
export class StartError extends Error {
  override readonly name = 'StartError'
}

/** sysexits.h: something in the configuration is wrong. */
export const exConfig = 78

/** Says why the service could not start. */
export function explainFailure(error: unknown): Failure {
  if (error instanceof ConfigError) {
    return { message: `The settings are wrong:\n${error.message}`, exitCode: exConfig }
  }
  if (isAboutOptions(error)) {
    const [mistake] = error.message.split('. ', 1)
    const remedy = 'The one option is --reset; all else is set as README.md says.'
    return { message: `${mistake}. ${remedy}`, exitCode: 2 }
  }
  if (error instanceof StartError) return { message: error.message, exitCode: exConfig }
  if (error instanceof DatabaseOpeningError) return { message: error.message, exitCode: 1 }
  const known = whyNotListening(error as Error) ?? whyNoFile(error as Error)
  return { message: known ?? unforeseen(error as Error), exitCode: 1 }
}

/** What `parseArgs` throws. */
function isAboutOptions(error: unknown): error is Error {
  return String((error as NodeJS.ErrnoException).code).startsWith('ERR_PARSE_ARGS_')
}

interface ListeningError extends NodeJS.ErrnoException {
  address?: string
  port?: number
  hostname?: string
}

function whyNotListening(error: ListeningError): string | undefined {
  const { code, syscall, port, address, hostname } = error
  if (code === 'EADDRINUSE') {
    return `Port ${port} is taken: stop what listens there, or set PORT (the API), USER_POOL_PORT (the local user pool) or METRICS_PORT to another.`
  }
  if (code === 'EADDRNOTAVAIL') {
    return `${address} is not an address of this machine: set HOST or USER_POOL_URL to one that is, or correct the line of localhost in /etc/hosts if it leads there.`
  }
  if (syscall === 'listen') {
    return `Port ${port} of ${address} cannot be listened on (${code}): set PORT (the API), USER_POOL_PORT (the local user pool) or METRICS_PORT to one that this user may use.`
  }
  if (syscall === 'getaddrinfo') {
    return hostname === 'localhost'
      ? 'localhost leads nowhere: add the line "127.0.0.1 localhost" to /etc/hosts.'
      : `HOST=${hostname} is not an address of this machine.`
  }
  return undefined
}

const fullDisk = ['ENOSPC', 'EDQUOT']

/** The message of the operating system names what was done and the path. */
function whyNoFile({ code = '', message, path }: NodeJS.ErrnoException): string | undefined {
  if (fullDisk.includes(code)) {
    return `${message}: make room on the disk of data/, or start in another folder.`
  }
  if (path === undefined) return undefined
  return `${message}: let this user do that, or start in a folder of its own.`
}

function unforeseen({ stack }: Error): string {
  return `Could not start: ${stack}`
}
