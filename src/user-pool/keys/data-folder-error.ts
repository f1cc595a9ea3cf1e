/** The data folder holds something that is no pool, or another one: which file, and what to do. */
export class DataFolderError extends Error {
  override readonly name = 'DataFolderError'
}
