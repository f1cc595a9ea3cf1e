export { type Config, ConfigError, type Environment, loadConfig } from './config.ts'
export { readEnvFile } from './env-file.ts'
export { SettingsSchema } from './schema.ts'
