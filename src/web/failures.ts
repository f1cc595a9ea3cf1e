/** What a visitor can do next. */
export interface Way {
  readonly text: string
  readonly href: string
}

export interface FailureContent {
  readonly status: number
  readonly title: string
  /** What happened, and what to do, in a sentence each. */
  readonly text: readonly string[]
  readonly ways: readonly Way[]
  /** Name of it by the protocol, such as `access_denied`. */
  readonly code?: string | undefined
  /** For the log, where `code` says too little. */
  readonly reason?: string | undefined
}

/** Something that went wrong and ends in a page which says what to do. */
export class PageFailure extends Error {
  readonly content: FailureContent

  constructor(content: FailureContent) {
    super(content.title)
    this.name = 'PageFailure'
    this.content = content
  }
}

export const signInAgain: Way = { text: 'Sign in', href: '/sign-in' }
export const toStart: Way = { text: 'To the start', href: '/' }

/** Nobody is signed in, or not any more. */
export function sessionEnded(): PageFailure {
  return new PageFailure({
    status: 401,
    title: 'You are not signed in',
    text: [
      'Nobody is signed in in this browser, or the session has ended: after an hour without a visit, after twelve hours, or because the web client was started anew.',
      'Sign in again. As long as the user pool remembers you, it asks for no password.',
    ],
    ways: [signInAgain],
  })
}

/** A form without the session's token may come from another site (CSRF). */
export function unknownForm(): PageFailure {
  return new PageFailure({
    status: 403,
    title: 'This form is out of date',
    text: [
      'It does not belong to your present sign-in, so nothing was done.',
      'Go back to the start and send it from there.',
    ],
    ways: [toStart],
  })
}

/** A callback for no sign-in that is under way in this browser. */
export function unknownSignIn(): PageFailure {
  return new PageFailure({
    status: 400,
    title: 'This sign-in is not under way',
    text: [
      'It was finished already, took longer than ten minutes, or began in another browser. Nobody was signed in by it.',
      'Sign in from here. If you are signed in already, the start shows you as whom.',
    ],
    ways: [signInAgain, toStart],
    code: 'unknown_state',
  })
}

/** RFC 9207: the answer of another authorization server than the one that was asked. */
export function otherIssuer(): PageFailure {
  return new PageFailure({
    status: 400,
    title: 'This answer comes from somebody else',
    text: [
      'It names another issuer than the user pool where this sign-in began, so nobody was signed in by it.',
      'Sign in again. If that happens again, tell whoever runs this web client.',
    ],
    ways: [signInAgain],
    code: 'other_issuer',
  })
}

export function notFound(): PageFailure {
  return new PageFailure({
    status: 404,
    title: 'There is no such page',
    text: ['The address is wrong, or it takes forms only.'],
    ways: [toStart],
  })
}
