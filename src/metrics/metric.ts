/** One value of a metric. */
export interface Sample {
  value: number
  /** Few and bounded: never anything a caller can make up. */
  labels?: Readonly<Record<string, string | number>>
  /** What a histogram puts after the name: `_bucket`, `_sum`, `_count`. */
  suffix?: string
}

/** A metric whose values are read when Prometheus asks for them. */
export interface Metric {
  /** With the unit, and `_total` for a counter (Prometheus: "Metric and label naming"). */
  name: string
  help: string
  type: 'counter' | 'gauge' | 'histogram'
  /** `undefined`: there is no value at the moment. */
  read: () => number | undefined | readonly Sample[]
}
