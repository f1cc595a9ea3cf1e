import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import type { Test } from 'tap'
import { certificate } from '../support/certificate.ts'
import { newFolder } from '../support/folder.ts'
import { freePort } from '../support/free-port.ts'
import { codeBlocks } from '../support/markdown.ts'
import { until } from '../support/until.ts'
import type { Front } from './rolling-restart.ts'

/** Why a test with nginx was skipped, and how to have it run. */
export const NO_NGINX = 'no nginx found: apt-get install nginx-light'

export function findNginx(): string | undefined {
  return [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin']
    .map(folder => join(folder, 'nginx'))
    .find(existsSync)
}

/** nginx as docs/deploying.md has it, before two instances on the given ports. */
export async function startNginx(t: Test, ports: readonly [number, number]): Promise<Front> {
  const { key, cert } = certificate('nginx')
  const folder = newFolder()
  writeFileSync(join(folder, 'key.pem'), key)
  writeFileSync(join(folder, 'certificate.pem'), cert)
  const port = await freePort()
  const file = join(folder, 'nginx.conf')
  writeFileSync(file, configuration(folder, port, ports))
  const settings = ['-p', folder, '-c', file, '-e', join(folder, 'error.log')]
  const nginx = spawn(findNginx() as string, settings, { stdio: 'ignore' })
  t.teardown(async () => {
    nginx.kill('SIGKILL')
    if (nginx.exitCode === null && nginx.signalCode === null) await once(nginx, 'exit')
  })
  const accesses = join(folder, 'access.log')
  // It listens before it writes that, and not before it opens its logs.
  await until(() => existsSync(join(folder, 'nginx.pid')))
  return {
    url: `https://127.0.0.1:${port}`,
    answered(instance) {
      const lines = readFileSync(accesses, 'utf8').split('\n')
      return lines.filter(line => line.endsWith(`127.0.0.1:${instance}`)).length
    },
  }
}

/** The guide's, with what this machine has for its addresses and files. */
function configuration(folder: string, port: number, [first, second]: readonly [number, number]) {
  const guide = codeBlocks(readFileSync('docs/deploying.md', 'utf8'))
  const code = guide.find(({ language }) => language === 'nginx')?.code ?? ''
  const replacements: [string, string][] = [
    ['10.0.1.10:3000', `127.0.0.1:${first}`],
    ['10.0.1.11:3000', `127.0.0.1:${second}`],
    ['listen 443', `listen 127.0.0.1:${port}`],
    ['/etc/nginx/api.example.com.pem', `${folder}/certificate.pem`],
    ['/etc/nginx/api.example.com.key', `${folder}/key.pem`],
  ]
  let text = code
  for (const [from, to] of replacements) {
    if (!text.includes(from)) throw new Error(`docs/deploying.md: nginx without ${from}`)
    text = text.replace(from, to)
  }
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
  return `
daemon off;
master_process off;
pid ${folder}/nginx.pid;
events {}
http {
  log_format instance '$upstream_addr';
  access_log ${folder}/access.log instance;
  ${temporary.map(name => `${name}_temp_path ${folder}/${name};`).join('\n  ')}
  ${text}
}
`
}
