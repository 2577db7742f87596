/** The command line of a checkout. */
import { keepCompiledCode } from "../bin/compile-cache.js";

keepCompiledCode();
// Imported afterwards, so that its code is kept too.
const { runCli } = await import("../src/cli/main.ts");

process.exitCode = await runCli(process.argv.slice(2));
