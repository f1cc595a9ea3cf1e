import type { Step } from './step.ts'

/**
 * JavaScript that takes a token of the machine from the user pool (client credentials grant).
 *
 * @param scope full scope names, separated by spaces; may hold variables
 * @param variable of the environment, which gets the token
 */
export function takeMachineToken(scope: string, variable: string): string[] {
  return [
    'pm.sendRequest({',
    "  url: pm.variables.replaceIn('{{authDomain}}/oauth2/token'),",
    "  method: 'POST',",
    "  header: { 'Content-Type': 'application/x-www-form-urlencoded' },",
    "  body: { mode: 'urlencoded', urlencoded: [",
    "    { key: 'grant_type', value: 'client_credentials' },",
    "    { key: 'client_id', value: pm.variables.get('machineClientId') },",
    "    { key: 'client_secret', value: pm.variables.get('machineClientSecret') },",
    `    { key: 'scope', value: pm.variables.replaceIn('${scope}') },`,
    '  ] },',
    '}, (error, answer) => {',
    "  pm.test('the user pool gives the machine a token: see authDomain, machineClientId, machineClientSecret', () => {",
    '    pm.expect(error).to.be.null',
    '    pm.expect(answer.code).to.equal(200)',
    '  })',
    '  const { access_token: token, expires_in: seconds } = answer.json()',
    `  pm.environment.set('${variable}', token)`,
    `  pm.environment.set('${variable}Until', Date.now() + (seconds - 30) * 1000)`,
    '})',
  ]
}

/** Runs before every request: where nobody signed in, a machine does. */
export function whenNoTokenIsGiven(): string[] {
  return [
    "const isOver = Number(pm.environment.get('accessTokenUntil') || Infinity) < Date.now()",
    "const isGiven = Boolean(pm.variables.get('accessToken')) && !isOver",
    "if (!isGiven && pm.variables.get('machineClientSecret')) {",
    ...indented(takeMachineToken('{{machineScope}}', 'accessToken')),
    '}',
  ]
}

/** What must be true of the answer, and what is kept of it. */
export function testsOf({ status, code, checks = {}, keeps = {} }: Step): string[] {
  const readsBody = [...Object.values(checks), ...Object.values(keeps), code && 'body']
  const isProblem = "pm.response.headers.get('Content-Type').startsWith('application/problem+json')"
  const claims = {
    ...(code !== undefined && {
      'it is a problem': isProblem,
      [`its code is ${code}`]: `body.code === '${code}'`,
    }),
    ...checks,
  }
  return [
    `pm.test('answers ${status}', () => pm.response.to.have.status(${status}))`,
    ...(readsBody.some(text => text?.includes('body')) ? ['const body = pm.response.json()'] : []),
    ...Object.entries(claims).map(
      ([words, expression]) => `pm.test('${words}', () => pm.expect(${expression}).to.be.true)`,
    ),
    ...Object.entries(keeps).map(
      ([variable, expression]) => `pm.collectionVariables.set('${variable}', ${expression})`,
    ),
  ]
}

function indented(lines: readonly string[]): string[] {
  return lines.map(line => `  ${line}`)
}
