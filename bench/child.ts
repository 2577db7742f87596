import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";

/** Runs a bench file in a process of its own, so that memory and warm code of one case do not help or hurt the next. */
export function runChild<Result>(file: string, input: object): Promise<Result> {
  return new Promise((resolve, reject) => {
    // "advanced" carries maps.
    const options = { serialization: "advanced" } as const;
    const child = fork(fileURLToPath(new URL(file, import.meta.url)), [JSON.stringify(input)], options);
    let result: Result | undefined;
    child.once("message", (message) => {
      result = message as Result;
    });
    child.once("error", reject);
    child.once("exit", (code) => {
      if (code === 0 && result !== undefined) resolve(result);
      else reject(new Error(`${file} ended with code ${code} for ${JSON.stringify(input)}`));
    });
  });
}

/** In the child: the input, and where the result goes. */
export function childInput<Input>(): Input {
  return JSON.parse(process.argv[2] ?? "null") as Input;
}

/** Settled when the result is on its way, so that the child may end. */
export function sendResult(result: object): Promise<void> {
  return new Promise((resolve) => {
    if (process.send === undefined) throw new Error("this file is run by a bench, as its child");
    process.send(result, () => resolve());
  });
}
