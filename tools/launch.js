/**
 * `node tools/launch.js SCRIPT.ts [arguments]`: makes a checkout ready, then runs the script in a Node that understands it.
 * Plain JavaScript for Node 20, because it is the first thing that runs on a fresh clone.
 */
import { prepareCheckout } from "./launch/prepare.js";
import { continueIn } from "./launch/run.js";

const [script, ...scriptArguments] = process.argv.slice(2);
if (script === undefined) {
  process.stderr.write("usage: node tools/launch.js SCRIPT.ts [arguments]\n");
  process.exit(2);
}
await continueIn(await prepareCheckout(), script, scriptArguments);
