/** A training thread: computes gradients of its rows, meets the others, and makes the same update as they do. */
import { parentPort, workerData } from "node:worker_threads";
import { waitAtBarrier } from "./barrier.ts";
import { createReplica } from "./create-replica.ts";
import { createMemoryHeap } from "./heap.ts";
import { accumulateGradients, evaluateRow, sumGradients, updateWeights } from "./replica-steps.ts";
import type { WorkerReply, WorkerRequest, WorkerStart } from "./worker-protocol.ts";

const start = workerData as WorkerStart;
const port = parentPort!;
const barrier = new Int32Array(start.barrier);
const replica = createReplica(start.module, start.memories[start.index]!, start.config, start.rowLength);
const heaps = start.memories.map(createMemoryHeap);
const reply = (message: WorkerReply): void => port.postMessage(message);

port.on("message", (request: WorkerRequest) => {
  switch (request.type) {
    case "step": {
      const loss = accumulateGradients(replica, request.rows);
      waitAtBarrier(barrier, start.memories.length);
      sumGradients(replica, heaps);
      reply({ type: "stepped", loss, gradientNorm: updateWeights(replica, request) });
      break;
    }
    case "evaluate":
      reply({ type: "evaluated", samples: request.rows.flatMap((row) => evaluateRow(replica, row)) });
      break;
    case "stop":
      port.close();
  }
});
reply({ type: "ready" });
