import { Type } from 'typebox'

const ipv6Shape = '\\[[0-9a-fA-F:.]+\\]'
/** Only https, or http on loopback. */
export const hostShape = `(https://([^/?#,@:\\s[\\]]+|${ipv6Shape})|http://(localhost|127\\.[0-9.]+|\\[::1\\]))(:[0-9]+)?`
/** An address without user, trailing slash, query and fragment. */
export const addressShape = `${hostShape}(/[^?#,\\s]*[^/?#,\\s])?`
export const address = `^${addressShape}$`
/** The address of this API: its path becomes part of a route, where these have a meaning. */
export const publicAddress = `^${hostShape}(/[^?#,\\s%*]*[^?#,\\s%*/])?$`
const originHost = `([^/?#,@:\\s[\\]A-Z]+|\\[[0-9a-f:.]+\\])`
/** As browsers send it: a letter in upper case, or the port that goes without saying, would never match. */
export const originShape = `(https://${originHost}(?!:443(?![0-9]))|http://${originHost}(?!:80(?![0-9])))(:[1-9][0-9]*)?`
export const clientIdShape = '[A-Za-z0-9_+]+'
const ipv4Shape = '([0-9]{1,3}\\.){3}[0-9]{1,3}(/[0-9]{1,2})?'
const ipv6NetworkShape = '[0-9a-fA-F.]*:[0-9a-fA-F:.]+(/[0-9]{1,3})?'
export const proxyShape = `(loopback|linklocal|uniquelocal|${ipv4Shape}|${ipv6NetworkShape})`

export const listShape = (itemShape: string) => `${itemShape}(\\s*,\\s*${itemShape})*`

/** A comma list; spaces around the commas do not matter. */
export const list = (itemShape: string, description: string, example: string) =>
  Type.Unsafe<string[]>({
    type: 'string',
    pattern: `^${listShape(itemShape)}$`,
    separator: ',',
    description,
    examples: [example],
  })
