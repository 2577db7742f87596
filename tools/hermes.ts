/** The command line of a checkout. */
import { runCli } from "../src/cli/main.ts";

process.exitCode = await runCli(process.argv.slice(2));
