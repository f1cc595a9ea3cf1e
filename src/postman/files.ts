import { parse } from 'yaml'
import { collectionOf } from './collection.ts'
import type { Contract } from './contract.ts'
import { environmentOf } from './environment.ts'

/**
 * What `postman/` holds, by file name: the collection, and an environment for each place. The ids
 * and secrets of a local user pool are made per install, so that environment has none.
 *
 * @param contract openapi.yaml
 */
export function postmanFiles(contract: string): Record<string, string> {
  const resourceServer = 'orders'
  return {
    'orders.postman_collection.json': text(collectionOf(parse(contract) as Contract)),
    'local.postman_environment.json': text(
      environmentOf({
        name: 'Orders: local',
        baseUrl: 'http://localhost:3000',
        authDomain: 'http://localhost:4100',
        resourceServer,
      }),
    ),
    'aws.postman_environment.json': text(
      environmentOf({
        name: 'Orders: AWS',
        baseUrl: 'https://api.example.com',
        authDomain: 'https://orders.auth.eu-central-1.amazoncognito.com',
        resourceServer,
      }),
    ),
  }
}

function text(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`
}
