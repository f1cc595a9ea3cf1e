import t from 'tap'
import { prepareInstances } from '../lifecycle/instances.ts'
import { freePort } from '../support/free-port.ts'
import { until } from '../support/until.ts'
import { findNginx, NO_NGINX, startNginx } from './nginx-server.ts'
import { createCaller, restartUnderLoad } from './rolling-restart.ts'

const skip = !findNginx() && NO_NGINX

t.test('behind nginx as the guide has it', { skip }, async t => {
  const service = await prepareInstances(t, {
    TRUST_PROXY: '127.0.0.1',
    PUBLIC_URL: 'https://api.example.com',
  })
  const ports = [await freePort(), await freePort()] as const
  const instances = new Map(ports.map(port => [port, service.start(port)]))
  const front = await startNginx(t, ports)
  const call = createCaller(t)
  const get = (headers: Record<string, string>) => call(`${front.url}/hello`, { headers })
  await until(async () => (await call(`${front.url}/livez`)).status === 200)

  const refused = await get({})
  t.equal(refused.status, 401)
  t.match(refused.headers, {
    'www-authenticate': /resource_metadata="https:\/\/api\.example\.com\/\.well-known\//,
    'x-request-id': /^[0-9a-f]{32}$/,
    'content-type': 'application/problem+json; charset=utf-8',
  })
  const { status } = await get({ authorization: `Bearer ${'x'.repeat(8_000)}` })
  t.equal(status, 401, 'the longest token gets there')

  await restartUnderLoad(t, front, instances, service)
})
