import t from 'tap'
import { browserInvocation } from '../../../src/cli/sign-in/browser.ts'

const url = 'http://localhost:4100/oauth2/authorize?a=1&b=2'

t.test('each system has its own program for addresses', async t => {
  t.strictSame(browserInvocation('linux', url), { file: 'xdg-open', args: [url], verbatim: false })
  t.strictSame(browserInvocation('darwin', url), { file: 'open', args: [url], verbatim: false })
  t.strictSame(browserInvocation('win32', url), {
    file: 'cmd',
    args: ['/c', 'start', '""', 'http://localhost:4100/oauth2/authorize?a=1^&b=2'],
    verbatim: true,
  })
})
