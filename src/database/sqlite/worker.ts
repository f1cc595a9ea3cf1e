import { parentPort, workerData } from 'node:worker_threads'
import { serve } from './serve.ts'

// There is none where this is loaded by something else than a worker thread.
if (parentPort) serve(parentPort, workerData)
