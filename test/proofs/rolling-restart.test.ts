import t from 'tap'
import { prepareInstances } from '../lifecycle/instances.ts'
import { startReadinessProxy } from '../lifecycle/readiness-proxy.ts'
import { freePort } from '../support/free-port.ts'
import { restartUnderLoad } from './rolling-restart.ts'

t.test('three instances are restarted one by one: not one request is lost', async t => {
  const service = await prepareInstances(t)
  const ports = [await freePort(), await freePort(), await freePort()]
  const instances = new Map(ports.map(port => [port, service.start(port)]))
  const { url, answered } = await startReadinessProxy(t, ports)
  const front = { url, answered: (port: number) => answered.get(port) ?? 0 }
  await restartUnderLoad(t, front, instances, service)
})
