/** One line of what Prometheus reads. */
export interface Series {
  name: string
  labels: Record<string, string>
  value: number
}

/** The lines of a text in Prometheus' format that are not comments. */
export function parseExposition(text: string): Series[] {
  return text.split('\n').flatMap(line => {
    const [, name = '', labels = '', value] = /^(\w+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? []
    if (value === undefined) return []
    const pairs = labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)
    return [
      {
        name,
        labels: Object.fromEntries([...pairs].map(([, key, content]) => [key, content])),
        value: Number(value.replace('Inf', 'Infinity')),
      },
    ]
  })
}

/** The values of a metric, by what is told of its labels. */
export function valuesOf(series: readonly Series[], metric: string, ...labels: string[]) {
  return Object.fromEntries(
    series
      .filter(({ name }) => name === metric)
      .map(one => [labels.map(label => one.labels[label]).join(' '), one.value]),
  )
}
