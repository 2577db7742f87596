/** The thread that compiles what takes long: it proves the schemas of a rule and hands over how they read. */
import { parentPort } from "node:worker_threads";
import { ProvingCompilation, type SchemaProof } from "../compilation.ts";
import { type RuleContent, ruleMachine } from "../rule-machine.ts";
import { Deadline } from "../work-clock.ts";
import { packError } from "./packed-error.ts";
import { packNodes, packProof } from "./packed-proof.ts";
import type { CompileReply, CompileRequest } from "./protocol.ts";

const port = parentPort!;
/** Of the last rule. */
let proofs: (readonly [key: string, proof: SchemaProof])[] = [];

function prove(content: RuleContent, limitMs: number): CompileReply {
  const compilation = new ProvingCompilation(new Deadline(limitMs));
  ruleMachine(content, compilation);
  proofs = [...compilation.proofs];
  return { type: "proven", proofs: proofs.map(([key, proof]) => packProof(key, proof)) };
}

function nodesOf(index: number, first: number): CompileReply {
  const proof = proofs[index]?.[1];
  const nodes = proof === undefined || "refusal" in proof ? [] : proof.model.nodes;
  return { type: "nodes", nodes: packNodes(nodes, first) };
}

function answer(request: CompileRequest): CompileReply {
  try {
    if (request.type === "nodes") return nodesOf(request.proof, request.first);
    proofs = [];
    port.postMessage({ type: "started" } satisfies CompileReply);
    return prove(request.content, request.limitMs);
  } catch (error) {
    return { type: "failed", error: packError(error) };
  }
}

port.on("message", (request: CompileRequest) => port.postMessage(answer(request)));
