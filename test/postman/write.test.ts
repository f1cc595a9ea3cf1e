import { execFile } from 'node:child_process'
import { copyFileSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import t from 'tap'

t.test('the files are written from openapi.yaml in the folder of the package', async t => {
  const cwd = t.testdir()
  const contract = fileURLToPath(new URL('../../openapi.yaml', import.meta.url))
  copyFileSync(contract, `${cwd}/openapi.yaml`)
  const program = fileURLToPath(new URL('../../src/postman/write.ts', import.meta.url))
  await promisify(execFile)(process.execPath, [program], { cwd })
  t.strictSame(readdirSync(`${cwd}/postman`).sort(), [
    'aws.postman_environment.json',
    'local.postman_environment.json',
    'orders.postman_collection.json',
  ])
})
