import type { Services } from "../../contract.ts";
import { lastLine, runPython } from "../code/run-program.ts";
import { sameOutput } from "../code/same-output.ts";
import { parseExact, sameValue } from "../code/same-value.ts";
import type { CodeTest } from "./read-tests.ts";

const TIMEOUT_MS = 6_000;
const MEMORY_BYTES = 2 ** 31;

/** Names that programs may use without importing them, as upstream's harness has it (LiveCodeBench `28fef95e`, testing_util.py). */
const modules =
  "string re datetime collections heapq bisect copy math random statistics itertools functools operator io sys json builtins typing".split(
    " ",
  );
const PREAMBLE = [
  ...modules.map((name) => `from ${name} import *`),
  `import ${modules.slice(0, -2).join(", ")}`,
  "sys.setrecursionlimit(50_000)",
].join("\n");

export interface TestFailure {
  readonly reason: string;
  readonly message: string;
}

/**
 * Runs a program on one test in a process of its own; null where it passes. What the test expects never enters the sandbox. Of functions the
 * arguments are lines of JSON, and the result is compared as JSON.
 */
export async function runTest(
  code: string,
  functionName: string | null,
  test: CodeTest,
  services: Services,
): Promise<TestFailure | null> {
  const source = functionName === null ? programOf(code) : callOf(code, functionName);
  const program = { source, stdin: test.input, timeoutMs: TIMEOUT_MS, memoryBytes: MEMORY_BYTES };
  const { outcome, exitCode, stdout, stderr } = await runPython(program, services);
  if (outcome !== "exited") return { reason: outcome, message: lastLine(stderr) };
  if (exitCode !== 0) return { reason: "error", message: lastLine(stderr) };
  const right = functionName === null ? sameOutput(stdout, test.output) : sameResult(stdout, test.output);
  return right ? null : { reason: "wrong_output", message: stdout.trim().slice(0, 200) };
}

/** JSON texts are Python texts, too. */
function programOf(code: string): string {
  return `${PREAMBLE}\nexec(compile(${JSON.stringify(code)}, "solution.py", "exec"))\n`;
}

/** What the function itself prints goes nowhere. */
function callOf(code: string, functionName: string): string {
  return `import json as _json, os as _os, sys as _sys
_lines, _out = _sys.stdin.read().split("\\n"), _os.dup(1)
_os.dup2(_os.open("/dev/null", _os.O_WRONLY), 1)
${PREAMBLE}
exec(compile(${JSON.stringify(code)}, "solution.py", "exec"))
_owner = Solution() if "Solution" in globals() else _sys.modules["__main__"]
_result = getattr(_owner, ${JSON.stringify(functionName)})(*[_json.loads(line) for line in _lines])
_text = _json.dumps(_result).encode()
while _text: _text = _text[_os.write(_out, _text):]
`;
}

function sameResult(printed: string, expected: string): boolean {
  try {
    return sameValue(parseExact(printed), parseExact(expected));
  } catch {
    return false;
  }
}
