import { negotiate } from '@fastify/accept-negotiator'
import helmet from '@fastify/helmet'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { leaveHeadersToHelmet } from '../http/response-headers.ts'
import { catalogue } from '../problem/catalogue.ts'
import { homePage } from './home-page.ts'
import { type Links, linksOf } from './links.ts'
import { styleSource } from './page.ts'
import { problemsPage } from './problems-page.ts'

export interface PageOptions {
  version: string
  links: Links
}

const Home = Type.Object(
  {
    name: Type.String({ examples: ['cognito-resource-server'] }),
    version: Type.String({ examples: ['1.0.0'] }),
    links: Type.Record(Type.String(), Type.String(), {
      description: 'Where to go from here.',
      examples: [linksOf('http://localhost:3000')],
    }),
  },
  { title: 'Home' },
)

const Problems = Type.Record(
  Type.String(),
  Type.Object({
    status: Type.Integer({ examples: [401] }),
    meaning: Type.String({ description: 'What happened.' }),
    remedy: Type.String({ description: 'What the caller can do.' }),
  }),
  {
    title: 'ProblemTypes',
    description: 'Every problem code, what it means and how to mend it.',
    examples: [{ missing_token: catalogue.missing_token }],
  },
)

/** Short pages for people, at the same addresses JSON for programs. */
export const pageRoutes: FastifyPluginAsyncTypebox<PageOptions> = async (app, options) => {
  const home = { name: 'cognito-resource-server', version: options.version, links: options.links }
  const pages = { home: homePage(home), problems: problemsPage(catalogue) }

  leaveHeadersToHelmet(app)
  await app.register(helmet, {
    // Set for all answers, where the service is reached over https.
    strictTransportSecurity: false,
    xFrameOptions: { action: 'deny' },
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        styleSrc: [styleSource],
        imgSrc: ['data:'],
        baseUri: ["'none'"],
        formAction: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
  })

  app.get(
    '/',
    {
      config: { public: true },
      schema: {
        operationId: 'getHome',
        summary: 'What this service is and where to go',
        description: 'A page for people who ask for HTML, JSON for everybody else.',
        tags: ['service'],
        response: { 200: { description: 'Name and links.', ...negotiated(Home) } },
      },
    },
    (request, reply) => answer(request, reply, pages.home, home),
  )

  app.get(
    '/problems',
    {
      config: { public: true },
      schema: {
        operationId: 'getProblems',
        summary: 'Every problem this API answers with',
        description: 'The `type` of a problem leads here.',
        tags: ['service'],
        response: { 200: { description: 'The problems by code.', ...negotiated(Problems) } },
      },
    },
    (request, reply) => answer(request, reply, pages.problems, catalogue),
  )
}

function negotiated(schema: object) {
  return {
    content: { 'application/json': { schema }, 'text/html': { schema: Type.String() } },
  }
}

function answer(request: FastifyRequest, reply: FastifyReply, page: string, value: object) {
  const vary = reply.getHeader('vary')
  reply.header('vary', vary === undefined ? 'Accept' : `${vary}, Accept`)
  const { accept = '' } = request.headers
  const isPage = negotiate(accept.toLowerCase(), ['application/json', 'text/html']) === 'text/html'
  return isPage ? reply.type('text/html; charset=utf-8').send(page) : reply.send(value)
}
