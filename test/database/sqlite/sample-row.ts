/** An idempotency key: the smallest row there is. */
export const row = (key: string) => ({
  subject: 's',
  operation: 'o',
  key,
  fingerprint: 'f',
  result: '{}',
  expires_at: '2100-01-01T00:00:00.000Z',
})
