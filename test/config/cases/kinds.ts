/** What a setting may be, and may not. */
export interface Cases {
  /** Values as written, and as understood. */
  good: Record<string, unknown>
  /** Values that are refused, and the beginning of the line that says so. */
  bad: Record<string, string>
  /** The rest of that line: what the setting is for. */
  help: string
  example: string
}

export const form = 'is not of the right form'

/** One https address, or http on loopback. */
export const addresses = {
  good: {
    'https://api.example.com': 'https://api.example.com',
    'https://api.example.com:8443/v1/orders': 'https://api.example.com:8443/v1/orders',
    'http://localhost:3000': 'http://localhost:3000',
    'http://127.0.0.1': 'http://127.0.0.1',
    'http://[::1]:3000/api': 'http://[::1]:3000/api',
    ' https://api.example.com ': 'https://api.example.com',
  },
  bad: {
    'http://api.example.com': form,
    'http://localhost.example.com': form,
    'http://localhost@example.com': form,
    'https://user:password@example.com': form,
    'https://api.example.com/': form,
    'https://api.example.com/v1/': form,
    'https://api.example.com?a=b': form,
    'https://api.example.com#top': form,
    'https://api example.com': form,
    'https://one.example.com,https://two.example.com': form,
    'https://': form,
    'api.example.com': form,
    'ftp://api.example.com': form,
    'HTTPS://api.example.com': form,
  },
}

/** From `least` to `most`; `good` are some of them. */
export function whole(
  least: number,
  most: number,
  ...good: number[]
): Omit<Cases, 'help' | 'example'> {
  return {
    good: Object.fromEntries(good.map(value => [String(value), value])),
    bad: {
      [least - 1]: `must be >= ${least}`,
      [most + 1]: `must be <= ${most}`,
      '1e9999': 'must be integer',
      ['9'.repeat(400)]: 'must be integer',
      '0x10': 'must be integer',
      '1e1': 'must be integer',
      '10.0': 'must be integer',
      '1.5': 'must be integer',
      ten: 'must be integer',
      NaN: 'must be integer',
    },
  }
}

/** The id of one app client. */
export const oneClient = {
  good: { '1example23456789': '1example23456789' },
  bad: { 'a-b': form, 'one,two': form },
}
