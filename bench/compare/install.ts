/** `npm run peer:install`: node-llama-cpp for this machine's CPU, under build/peer, for the comparison and the tests of GGUF models. */
import { installPeer } from "./install-peer.ts";

process.stdout.write(`${installPeer()}\n`);
