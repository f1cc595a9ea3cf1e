import type { Test } from 'tap'
import { type Answer, read, type Visitor } from './visitor.ts'

/** That it is a page which says what to do, and nobody was signed in. */
export async function refused(
  t: Test,
  visitor: Visitor,
  answer: Answer,
  status: number,
  title: string,
) {
  t.equal(answer.statusCode, status)
  t.equal(answer.headers['content-type'], 'text/html; charset=utf-8')
  t.equal(read(answer).title, title)
  t.match(answer.body, 'href="/sign-in"')
  const session = [...visitor.cookies.keys()].find(name => !name.endsWith('-sign-in'))
  t.equal(session, undefined, 'nobody is signed in')
  t.match((await visitor.get('/')).body, 'Sign in to your orders')
}
