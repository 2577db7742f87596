/**
 * `npm run bench:grammar [-- --without NAME]`: constrained decoding on the Llama 3.1 vocabulary, one thread: our engine and those on npm on
 * the same schemas in the same process by turns, then what constraints cost in decoding; one JSON line last.
 */
import { parseArgs } from "node:util";
import { runChild } from "../child.ts";
import { describeMachine, printMachine } from "../machine.ts";
import { ensureTextShape } from "../server/text-shape.ts";
import type { DecodeInput, DecodeResult } from "./decode-case.ts";
import type { EngineRuns, EnginesInput } from "./engines-case.ts";
import { installEngines } from "./install-engines.ts";
import { summarise } from "./summarise.ts";

const { values } = parseArgs({ options: { without: { type: "string", multiple: true, default: [] } } });
const print = (line: string): void => void process.stdout.write(`${line}\n`);

const machine = describeMachine();
printMachine(machine);
const input: EnginesInput = { folder: installEngines(), without: values.without };
const engines = await runChild<readonly EngineRuns[]>("./grammar/engines-case.ts", input);
const summaries = engines.map(summarise);
for (const { lines } of summaries) for (const line of lines) print(line);
print("aim: masks p50 100 us, p99 2,000 us; compile p50 5 ms; set-up 300 ms; nothing invalid accepted\n");

const decode = await runChild<DecodeResult>("./grammar/decode-case.ts", {
  folder: ensureTextShape(),
  // Short turns: such machines change their speed from second to second.
  tokens: 48,
  rounds: 80,
} satisfies DecodeInput);
print("decode of the 100M shape, one stream, time a token against free text (median of rounds, its 95 % interval)");
for (const { name, overhead, interval, computed, forced } of decode.cases) {
  const [low, high] = interval.map((limit) => (100 * limit).toFixed(1));
  const share = `${(100 * overhead).toFixed(1)} %`.padStart(8) + ` (${low} to ${high})`.padEnd(18);
  print(
    `  ${name.padEnd(34)}${share}   computed ${computed.toFixed(0)} us a token more; tokens forced ${(100 * forced).toFixed(0)} %`,
  );
}
print("aim: at most 2 % where nothing is forced, below 0 where tokens are forced");
print(JSON.stringify({ machine, engines: summaries.map(({ figures }) => figures), decode }));
