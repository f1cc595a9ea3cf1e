import { readFileSync } from 'node:fs'
import t from 'tap'
import { type Contract, exampleIn, operationOf } from '../../src/postman/contract.ts'
import { postmanFiles } from '../../src/postman/files.ts'

const root = new URL('../../', import.meta.url)
const contract = readFileSync(new URL('openapi.yaml', root), 'utf8')

t.test('postman/ is what the contract says: if not, npm run openapi', t => {
  for (const [name, text] of Object.entries(postmanFiles(contract))) {
    t.equal(readFileSync(new URL(`postman/${name}`, root), 'utf8'), text, name)
  }
  t.end()
})

t.test('every id is there once, and every request asserts something', t => {
  const text = readFileSync(new URL('postman/orders.postman_collection.json', root), 'utf8')
  const ids = [...text.matchAll(/"(?:id|_postman_id)": "([0-9a-f-]{36})"/g)].map(([, id]) => id)
  t.equal(new Set(ids).size, ids.length)
  const { item } = JSON.parse(text) as {
    item: { item: { event: { script: { exec: string[] } }[] }[] }[]
  }
  for (const request of item.flatMap(folder => folder.item)) {
    t.match(request.event.at(-1)?.script.exec[0], /^pm\.test\('answers \d{3}'/)
  }
  t.end()
})

const empty: Contract = {
  info: { title: 'Orders' },
  paths: {},
  components: { schemas: { Some: { examples: [4] } }, responses: {} },
}

t.test('a step for an operation that is gone is found out', t => {
  t.throws(
    () => operationOf(empty, 'createOrder'),
    new Error('The contract has no operation createOrder'),
  )
  t.end()
})

t.test('an example is taken from wherever the contract has one', t => {
  const type = 'application/json'
  const found = (media: object, name?: string) => exampleIn(empty, { [type]: media }, name)
  t.strictSame(found({ example: 1 }), { mediaType: type, value: 1 })
  t.strictSame(found({ examples: { a: { value: 1 }, b: { value: 2 } } }, 'b'), {
    mediaType: type,
    value: 2,
  })
  t.strictSame(found({ schema: { examples: [3] } }), { mediaType: type, value: 3 })
  const schema = { $ref: '#/components/schemas/Some' }
  t.strictSame(found({ schema }), { mediaType: type, value: 4 })
  t.equal(found({ schema: { $ref: '#/components/schemas/None' } }), undefined)
  t.equal(found({}), undefined)
  t.equal(exampleIn(empty, undefined), undefined)
  t.end()
})
