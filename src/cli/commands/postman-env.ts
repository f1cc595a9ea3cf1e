import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { environmentOf, type Place } from '../../postman/environment.ts'
import { readOptions } from '../arguments/options.ts'
import { type Command, CommandError } from '../command.ts'
import { print } from '../output/print.ts'
import { openLocalPool } from '../settings/local-pool.ts'
import { readEnvironment, readSettings, type Settings } from '../settings/settings.ts'

const fileName = 'postman/this-install.postman_environment.json'

const help = `Usage: npm run --silent postman:env

Writes ${fileName}: addresses, app clients and secrets of this
install, to import into Postman beside postman/orders.postman_collection.json. Git ignores it.
Against a user pool on AWS it says what the settings say; add the secrets in Postman.

Options:
  --json   the name of the file as one JSON value
  --help   show this

Example:
  npm run --silent postman:env
`

/** `postman:env`: the Postman environment of this install. */
export const postmanEnv: Command = {
  name: 'postman:env',
  summary: 'write the Postman environment of this install',
  help,
  run: async (args, surroundings) => {
    const options = readOptions(args, { json: 'switch' })
    const environment = readEnvironment(surroundings)
    const settings = readSettings(environment, surroundings.cwd)
    const file = join(surroundings.cwd, fileName)
    const text = `${JSON.stringify(environmentOf(await placeOf(settings)), null, 2)}\n`
    try {
      await mkdir(join(surroundings.cwd, 'postman'), { recursive: true })
      await writeFile(file, text, { mode: 0o600 })
    } catch (error) {
      throw new CommandError(`${file} cannot be written: ${(error as Error).message}.`)
    }
    print({ file: fileName }, ({ file }) => `${file}\n`, options, surroundings)
    return 0
  },
}

async function placeOf(settings: Settings): Promise<Place> {
  const { config, apiUrl } = settings
  const place = { baseUrl: apiUrl, resourceServer: config.RESOURCE_SERVER_ID }
  if (config.COGNITO_USER_POOL_ID !== undefined) {
    return {
      ...place,
      name: 'Orders: AWS, this install',
      authDomain: config.COGNITO_DOMAIN ?? '',
      clientId: config.COGNITO_POSTMAN_CLIENT_ID,
      machineClientId: config.COGNITO_MACHINE_CLIENT_ID,
    }
  }
  const pool = await openLocalPool(settings)
  const clientNamed = (name: string) => pool.clients.find(client => client.name === name)
  const people = clientNamed('postman')
  const machine = clientNamed('machine')
  return {
    ...place,
    name: 'Orders: local, this install',
    authDomain: pool.origin,
    clientId: people?.id,
    clientSecret: people?.secret,
    machineClientId: machine?.id,
    machineClientSecret: machine?.secret,
  }
}
