const KINDS = [
  'good',
  'bad signature',
  'expired',
  'wrong issuer',
  'wrong client',
  'ID token',
  'missing scope',
  'wrong algorithm',
]

/**
 * Asks a server with a good token and with bad ones before it is measured: it must let the good
 * one in and refuse a tampered one. Resolves to the status for every kind.
 */
export async function checkServer(bench, module, context, issuer) {
  const subject = await bench.start(module, context)
  const statuses = {}
  for (const kind of KINDS) {
    statuses[kind] = await status(subject.port, '/guarded', bench.tokens.one(kind, issuer))
  }
  await subject.stop()
  if (statuses.good !== 200 || statuses['bad signature'] === 200) {
    throw new Error(`${module} answers wrongly: ${JSON.stringify(statuses)}`)
  }
  return statuses
}

export async function status(port, path, token) {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, {
    headers: { authorization: `Bearer ${token}` },
  })
  await response.arrayBuffer()
  return response.status
}
