import t from 'tap'
import { cloudFormation, describedStack } from './cloudformation.ts'
import { runner } from './run.ts'

const answer = describedStack('CREATE_COMPLETE', {
  CognitoUserPoolId: 'eu-central-1_AbCdEfGhI',
  CognitoClientId: '1web',
})

const asked = {
  'the option before all': {
    args: ['--region', 'eu-west-1'],
    env: { AWS_REGION: 'eu-west-2' },
    file: 'AWS_REGION=eu-west-3\n',
    region: 'eu-west-1',
  },
  'AWS_REGION before .env': {
    args: [],
    env: { AWS_REGION: 'eu-west-2' },
    file: 'AWS_REGION=eu-west-3\n',
    region: 'eu-west-2',
  },
  'AWS_REGION in .env': { args: [], env: {}, file: 'AWS_REGION=eu-west-3\n', region: 'eu-west-3' },
  "the AWS CLI's name for it": {
    args: [],
    env: { AWS_DEFAULT_REGION: 'eu-south-1' },
    file: '',
    region: 'eu-south-1',
  },
  'blank is unset': {
    args: [],
    env: { AWS_REGION: '', AWS_DEFAULT_REGION: '' },
    file: '',
    region: 'ap-south-1',
  },
  'the profile at last': { args: [], env: {}, file: '', region: 'ap-south-1' },
}

for (const [name, { args, env, file, region }] of Object.entries(asked)) {
  t.test(name, async t => {
    const cwd = t.testdir({ '.env': file, config: '[default]\nregion = ap-south-1\n' })
    const { requests } = await cloudFormation(t, answer)
    process.env.AWS_CONFIG_FILE = `${cwd}/config`
    await runner(cwd, env)('orders', ...args)
    t.match(requests[0]?.authorization, `/${region}/cloudformation/aws4_request`)
  })
}
