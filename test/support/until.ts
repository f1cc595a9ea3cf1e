import { setTimeout } from 'node:timers/promises'

/** Waits for what happens in the background. Fails after 20 s, so that a slow machine does not. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  for (let turn = 0; turn < 2000; turn++) {
    if (await condition()) return
    await setTimeout(10)
  }
  throw new Error(`waited in vain until ${condition}`)
}
