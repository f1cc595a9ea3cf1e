import { once } from 'node:events'
import { renameSync, writeFileSync } from 'node:fs'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { join } from 'node:path'
import { type SecureContextOptions, TLSSocket } from 'node:tls'
import t, { type Test } from 'tap'
import { openDatabase } from '../../src/database/database.ts'
import { postgresAddress } from '../../src/database/postgres-address.ts'
import { certificate } from '../support/certificate.ts'
import { emptyPostgresDatabase, findPostgres, NO_POSTGRES } from '../support/postgres.ts'
import { write } from './unavailable.ts'

const skip = !process.env.TEST_POSTGRES_URL && !findPostgres() && NO_POSTGRES

const { key, cert } = certificate('first')

t.test('what it says', async t => {
  const { ssl, ...config } = postgresAddress(
    'postgres://alice:p%40ss,word@db:5433/orders?sslmode=disable&application_name=orders',
  )()
  t.match(config, { user: 'alice', password: 'p@ss,word', host: 'db', port: 5433 })
  t.match(config, { database: 'orders', application_name: 'orders' })
  t.equal(ssl, false)
  const verified = postgresAddress('postgres://db/orders?sslmode=verify-full')()
  t.strictSame(Object.keys(verified.ssl as object), ['secureContext'])
  t.equal(postgresAddress('postgres://db/orders?ssl=true')().ssl, true)
})

t.test('certificates are read again, and those from before serve where that fails', async t => {
  const folder = t.testdir({ 'ca.pem': cert, 'cert.pem': cert, 'key.pem': key })
  const files = ['rootcert=ca', 'cert=cert', 'key=key'].map(file => `ssl${file}.pem`)
  const url = `postgres://db/orders?sslmode=verify-full&${files.join('&')}`
  const told: unknown[] = []
  const address = postgresAddress(url.replaceAll(/=(\w+\.pem)/g, `=${folder}/$1`), error =>
    told.push((error as Error).message.split(/[:,]/)[0]),
  )
  const expectCertificates = (ca: string) => {
    // pg hides the key from whoever lists the members.
    const { ca: actual, cert: own, key: ownKey } = address().ssl as SecureContextOptions
    t.strictSame({ actual, own, ownKey }, { actual: ca, own: cert, ownKey: key })
  }
  expectCertificates(cert)
  t.equal(address().ssl, address().ssl, 'made once')

  const renewed = certificate('renewed').cert
  writeFileSync(join(folder, 'ca.pem'), cert + renewed)
  expectCertificates(cert + renewed)
  renameSync(join(folder, 'ca.pem'), join(folder, 'away.pem'))
  expectCertificates(cert + renewed)
  expectCertificates(cert + renewed)
  t.strictSame(told, ['ENOENT'])
  writeFileSync(join(folder, 'ca.pem'), renewed)
  expectCertificates(renewed)
  for (const text of ['', 'rubbish', cert.slice(0, 500)]) {
    writeFileSync(join(folder, 'ca.pem'), text)
    expectCertificates(renewed)
  }
  writeFileSync(join(folder, 'ca.pem'), renewed)
  expectCertificates(renewed)
  writeFileSync(join(folder, 'key.pem'), key.slice(0, 100))
  expectCertificates(renewed)
  t.equal(told.length, 3)
})

t.test('over TLS, while the file of the authority is away', { skip }, async t => {
  const url = new URL((await emptyPostgresDatabase(t)) as string)
  const front = await startTlsFront(t, { host: url.hostname, port: Number(url.port || 5432) })
  url.hostname = '127.0.0.1'
  url.port = String(front.port)
  const folder = t.testdir({ 'ca.pem': cert })
  url.searchParams.set('sslrootcert', join(folder, 'ca.pem'))
  url.searchParams.set('sslmode', 'verify-full')
  await t.rejects(openDatabase(url.href), {
    message: `DATABASE_URL=postgres://${url.host}${url.pathname} cannot be opened: the certificate of the server is for another host. Name the host as it stands there.`,
  })

  url.searchParams.set('sslmode', 'verify-ca')
  url.searchParams.set('uselibpqcompat', 'true')
  const database = await openDatabase(url.href)
  t.teardown(() => database.close())
  await write(database)
  renameSync(join(folder, 'ca.pem'), join(folder, 'away.pem'))
  front.endConnections()
  await t.rejects(write(database), { code: 'unavailable' })
  // More at a time than there are connections: pg makes new ones also where others end.
  await Promise.all(Array.from({ length: 20 }, () => write(database)))
  front.endConnections()
  await Promise.allSettled(Array.from({ length: 20 }, () => write(database)))
  await write(database)
})

/** Speaks TLS as PostgreSQL does, and forwards what is inside. */
async function startTlsFront(t: Test, target: { host: string; port: number }) {
  const sockets = new Set<Socket>()
  const server = createServer(async socket => {
    sockets.add(socket)
    socket.on('error', () => {})
    // The request for encryption, eight bytes.
    await once(socket, 'data')
    socket.write('S')
    const secure = new TLSSocket(socket, { isServer: true, key, cert })
    secure.on('error', () => {})
    const inner = connect(target)
    inner.on('error', () => {})
    socket.once('close', () => inner.destroy())
    secure.pipe(inner).pipe(secure)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => server.close())
  return {
    port: (server.address() as AddressInfo).port,
    endConnections: () => {
      for (const socket of sockets) socket.destroy()
      sockets.clear()
    },
  }
}
