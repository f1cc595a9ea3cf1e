/** What has to be known of a real user pool; the last four are for the checks that need them. */
const variables = [
  ['COGNITO_USER_POOL_ID', 'the user pool, such as eu-central-1_AbCdEfGhI'],
  ['COGNITO_DOMAIN', 'its domain, such as https://orders.auth.eu-central-1.amazoncognito.com'],
  ['CONTRACT_CLIENT_ID', 'an app client without a secret: code flow, scopes openid and email'],
  ['CONTRACT_CALLBACK', 'one of its callback URLs; nothing need answer there'],
  ['CONTRACT_LOGOUT', 'one of its sign-out URLs'],
]

const optional = [
  ['COGNITO_ISSUER', 'its issuer, unless it is the original one'],
  ['CONTRACT_USERNAME', 'a confirmed user, for sign-ins through the classic hosted UI'],
  ['CONTRACT_PASSWORD', 'the password of that user'],
  ['CONTRACT_MACHINE_ID', 'an app client with a secret and client credentials'],
  ['CONTRACT_MACHINE_SECRET', 'its secret'],
]

/** The settings of a run, or what to print where some are missing. */
export function readSettings(env) {
  const missing = variables.filter(([name]) => !env[name]?.trim())
  if (missing.length > 0) return { missing: usage(missing) }
  const userPoolId = env.COGNITO_USER_POOL_ID.trim()
  const [region] = userPoolId.split('_')
  return {
    target: {
      name: 'AWS',
      domain: env.COGNITO_DOMAIN.trim().replace(/\/$/, ''),
      issuer:
        env.COGNITO_ISSUER?.trim() || `https://cognito-idp.${region}.amazonaws.com/${userPoolId}`,
      clientId: env.CONTRACT_CLIENT_ID.trim(),
      callback: env.CONTRACT_CALLBACK.trim(),
      logout: env.CONTRACT_LOGOUT.trim(),
      user: pair(env, 'CONTRACT_USERNAME', 'CONTRACT_PASSWORD'),
      machine: pair(env, 'CONTRACT_MACHINE_ID', 'CONTRACT_MACHINE_SECRET'),
    },
  }
}

function pair(env, first, second) {
  const [one, other] = [env[first]?.trim(), env[second]?.trim()]
  return one && other ? [one, other] : undefined
}

function usage(missing) {
  const lines = list => list.map(([name, meaning]) => `  ${name.padEnd(24)} ${meaning}`).join('\n')
  return `Compares the local user pool with a real one on AWS. Nothing to compare with: please set

${lines(missing)}

and, for more checks,

${lines(optional)}
`
}
