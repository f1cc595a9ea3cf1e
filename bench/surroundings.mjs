import { readFileSync } from 'node:fs'
import { availableParallelism, cpus, loadavg } from 'node:os'
import { PEER_NOTES } from './peers.mjs'

/** What a reader must know to judge the numbers. */
export function describeSurroundings({ settings, generator, isAwake, started, seconds }) {
  const { rounds, connections, serverCore, loadCore } = settings
  return [
    '# Benchmark results',
    'Written by `npm run bench`; do not edit. Trust the ratios more than the absolute rates: both ' +
      'sides of a ratio were measured in the same round.',
    [
      `- ${started.toISOString()}, ${Math.round(seconds / 60)} min, load average at the end ` +
        loadavg()[0].toFixed(1),
      `- Node ${process.version}, ${availableParallelism()} cores, ${cpus()[0].model.trim()}`,
      `- servers on core ${serverCore}, only one of them at work at a time, load (${generator}, ` +
        `${connections} connections) on core ${loadCore}; CPU is what the server process itself ` +
        'accounts for, user and system',
      isAwake
        ? '- the cores are kept from sleeping (PM QoS)'
        : '- the cores may sleep: run as root to keep them from it, or slower servers pay for waking ' +
          'the load',
      `- medians of ${rounds} rounds, each with new processes; ratios are medians of the ratios ` +
        'within a round',
      `- in a round, after a warm-up, each server is measured for ${settings.seconds} s, in turns of a ` +
        'tenth of a second: all of them meet the same moods of the machine',
      '- "core busy" under 97 % means that something else used the core or the load was too slow; ' +
        '"CPU spread" is how far the rounds lie apart: above 15 % the machine was not quiet',
      `- ${versions()}`,
      ...(generator === 'wrk'
        ? []
        : ['- without wrk the load is slower than the fastest servers: see "core busy"']),
      ...PEER_NOTES.map(note => `- ${note}`),
    ].join('\n'),
  ]
}

function versions() {
  const { dependencies } = JSON.parse(
    readFileSync(new URL('package.json', import.meta.url), 'utf8'),
  )
  return Object.entries(dependencies)
    .map(([name, version]) => `${name} ${version}`)
    .join(', ')
}
