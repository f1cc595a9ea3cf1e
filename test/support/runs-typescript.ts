/** What makes Node run a TypeScript file in a process of its own, whatever its folder. */
export const runsTypeScript = ['--import', new URL('typescript.mjs', import.meta.url).href]
