import { isIP } from 'node:net'
import { IsInteger } from 'typebox'
import type { SchemaFault } from './faults.ts'
import { SettingsSchema } from './schema.ts'

type Given = Readonly<Record<string, string>>

/** What Ajv lets through and is wrong all the same. */
export function oddValues(given: Given): SchemaFault[] {
  return [...oddNumbers(given), ...oddAddresses(given), ...oddNetworks(given)]
}

/** What Ajv takes for whole numbers and people do not: `0x10`, `1e4`, `3000.0`, and no end of digits. */
function oddNumbers(given: Given): SchemaFault[] {
  return Object.entries(SettingsSchema.properties)
    .filter(([name, schema]) => IsInteger(schema) && isOdd(given[name]))
    .map(([name]) => ({ instancePath: `/${name}`, keyword: 'type', message: 'must be integer' }))
}

function isOdd(text = ''): boolean {
  const number = Number(text)
  if (text === '' || Number.isNaN(number)) return false
  return !Number.isFinite(number) || (Number.isInteger(number) && !/^[+-]?\d+$/.test(text))
}

/** What a pattern lets through and is no address, such as one with port 99999. */
function oddAddresses(given: Given): SchemaFault[] {
  const isOdd = (item: string) => item.includes('://') && !URL.canParse(item.trim())
  return Object.entries(SettingsSchema.properties)
    .filter(([name, schema]) => 'pattern' in schema && itemsOf(schema, given[name]).some(isOdd))
    .map(([name]) => ({ instancePath: `/${name}`, keyword: 'pattern', message: '' }))
}

/** Of a list each, and else the whole: a password may have commas. */
function itemsOf(schema: object, value = ''): string[] {
  return 'separator' in schema ? value.split(',') : [value]
}

/** Numbers too large for what a pattern takes for an IP address or its prefix. */
function oddNetworks({ TRUST_PROXY }: Given): SchemaFault[] {
  const items = TRUST_PROXY?.split(',').map(item => item.trim()) ?? []
  const networks = items.filter(item => /[.:]/.test(item))
  return networks.every(isNetwork)
    ? []
    : [{ instancePath: '/TRUST_PROXY', keyword: 'pattern', message: '' }]
}

function isNetwork(item: string): boolean {
  const [address = '', bits = '1'] = item.split('/')
  const longest = { 0: 0, 4: 32, 6: 128 }[isIP(address)] as number
  return Number(bits) >= 1 && Number(bits) <= longest
}
