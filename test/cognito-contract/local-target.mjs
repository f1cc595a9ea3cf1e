import { createUserPool } from '../../dist/user-pool/index.js'

/** A local pool with the addresses of the real one, so that the answers can be compared. */
export async function startLocalTarget({ callback, logout }) {
  const [username, password] = ['contract@example.com', 'contract-password']
  const pool = await createUserPool({
    users: [{ email: username, password }],
    clients: [
      {
        name: 'contract',
        flows: ['code', 'refresh_token'],
        callbackUrls: [callback],
        signOutUrls: [logout],
      },
      { name: 'machine', flows: ['client_credentials'], secret: true },
    ],
  })
  const machine = pool.client('machine')
  return {
    name: 'local',
    domain: pool.origin,
    issuer: pool.issuer,
    clientId: pool.client('contract').id,
    callback,
    logout,
    user: [username, password],
    machine: [machine.id, machine.secret],
    close: pool.close,
  }
}
