import t from 'tap'
import { readableText } from '../../src/openapi/readable.ts'
import { demandOf, entityTags, text } from '../../src/resources/patterns.ts'
import { startApi } from '../support/api.ts'
import { contractOf } from '../support/contract.ts'

t.test('every pattern of the contract can be told in words', async t => {
  const patterns = new Set<string>()
  const contract = JSON.stringify(contractOf((await startApi(t)).app))
  JSON.parse(contract, (name, value) => {
    if (name === 'pattern') patterns.add(value === readableText ? text : value)
  })
  t.equal(patterns.size, 6)
  for (const pattern of patterns) t.match(demandOf(pattern), /^must /, pattern)
})

t.test('the grammar of If-Match', async t => {
  const grammar = new RegExp(entityTags, 'u')
  for (const good of [
    '*',
    '"7"',
    '""',
    'W/"7"',
    '"6", "7"',
    '"6" ,\t W/"7"',
    '"a,b"',
    '"7",',
    ', "6",, ,"7" ,',
    '"\u00e4"',
  ]) {
    t.match(good, grammar, good)
  }
  for (const bad of [
    '',
    '7',
    '"7',
    '7"',
    '*, "7"',
    '"6" "7"',
    ',',
    ', *',
    'w/"7"',
    '" "',
    '"\u0100"',
  ]) {
    t.notMatch(bad, grammar, bad)
  }
})

t.test('what a hostile If-Match is made of does not hang the process', async t => {
  const grammar = new RegExp(entityTags, 'u')
  t.notMatch(`${'"1" ,'.repeat(4000)}!`, grammar)
  for (const gap of [' ', ',', ' ,', ', ']) {
    t.notMatch(`"1"${gap.repeat(8_000)}!`, grammar)
    t.notMatch(`${gap.repeat(8_000)}!`, grammar)
  }
})
