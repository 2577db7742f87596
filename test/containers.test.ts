import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { listSettings, OTHER_VARIABLES, variableName } from "../src/config/index.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const read = (path: string) => readFileSync(root + path, "utf8");

interface Instruction {
  readonly name: string;
  readonly text: string;
}

/** Instructions of a Dockerfile by stages; continued lines are joined. */
function parseDockerfile(text: string): readonly (readonly Instruction[])[] {
  const lines = text
    .replaceAll(/^\s*#.*\n/gm, "")
    .replaceAll(/\\\n\s*/g, "")
    .split("\n");
  const instructions = lines.flatMap((line): Instruction[] => {
    const [, name, rest] = /^([A-Z]+) (.*)$/.exec(line) ?? [];
    if (line.trim() !== "" && name === undefined) throw new Error(`no instruction: ${line}`);
    return name === undefined || rest === undefined ? [] : [{ name, text: rest }];
  });
  const starts = instructions.flatMap(({ name }, index) => (name === "FROM" ? [index] : []));
  return starts.map((start, stage) => instructions.slice(start, starts[stage + 1]));
}

const stages = parseDockerfile(read("docker/Dockerfile"));
const final = stages.at(-1) ?? [];
const textOf = (name: string) => final.filter((instruction) => instruction.name === name).map(({ text }) => text);
const known = new Set([...listSettings().map(({ path }) => variableName(path)), ...Object.values(OTHER_VARIABLES)]);

describe("docker/Dockerfile", () => {
  test("builds in stages on the slim Node that this package needs, each named stage used", () => {
    const names = stages.map(([from]) => / AS (\w+)$/.exec(from?.text ?? "")?.[1]);
    for (const [from] of stages) expect(from?.text).toMatch(/^node:24-slim( AS \w+)?$/);
    const used = stages.flat().flatMap(({ text }) => [...text.matchAll(/--from=(\w+)/g)].map((match) => match[1]));
    expect(used).toEqual(names.slice(0, -1));
    expect(names.at(-1)).toBeUndefined();
  });

  test("runs as a user without rights, and gets signals itself", () => {
    expect(textOf("USER")).toEqual(["node"]);
    expect(JSON.parse(textOf("ENTRYPOINT")[0] ?? "")).toEqual(["node", "node_modules/hermes4/bin/hermes"]);
    expect(JSON.parse(textOf("CMD")[0] ?? "")).toEqual(["serve"]);
    expect(existsSync(`${root}bin/hermes`)).toBe(true);
  });

  test("holds no secret, and sets only variables that exist", () => {
    expect(read("docker/Dockerfile")).not.toMatch(/API_KEY|SERVER_KEYS|TOKEN|sha256:|--no-auth/);
    const variables = textOf("ENV").flatMap((text) => [...text.matchAll(/(\w+)=/g)].map((match) => match[1] ?? ""));
    expect(variables).toContain("HERMES_SERVER_HOST");
    expect(variables.filter((name) => name.startsWith("HERMES_") && !known.has(name))).toEqual([]);
    const ignored = read("docker/Dockerfile.dockerignore").split("\n");
    for (const name of [".git", "node_modules", "**/server-keys", "**/.env*"]) expect(ignored).toContain(name);
  });

  test.each([
    ["healthy", 200, 0],
    ["loading", 503, 1],
  ])("its health check says %s", async (_name, status, exitCode) => {
    const paths: (string | undefined)[] = [];
    const server = createServer((request, response) => {
      paths.push(request.url);
      response.writeHead(status).end();
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const [command, ...commandArguments] = JSON.parse(/CMD (\[.*\])$/.exec(textOf("HEALTHCHECK")[0] ?? "")?.[1] ?? "");
    expect(command).toBe("node");
    const environment = { ...process.env, HERMES_SERVER_PORT: String((server.address() as AddressInfo).port) };
    const check = spawn(process.execPath, commandArguments, { env: environment });
    expect(await once(check, "exit")).toEqual([exitCode, null]);
    expect(paths).toEqual(["/ready"]);
    server.close();
  });
});

describe("docker/compose.yaml", () => {
  const compose = parse(read("docker/compose.yaml"));
  const { hermes } = compose.services;

  test("builds the Dockerfile that is here", () => {
    expect(existsSync(`${root}docker/${hermes.build.context}/${hermes.build.dockerfile}`)).toBe(true);
  });

  test("keys come as a secret of the name that the setting has, and nothing else is secret", () => {
    expect(Object.keys(compose.secrets)).toEqual(hermes.secrets);
    expect(hermes.environment.HERMES_SERVER_API_KEY_FILE).toBe(`/run/secrets/${hermes.secrets[0]}`);
    expect(Object.keys(hermes.environment).filter((name) => !known.has(name))).toEqual([]);
  });

  test("is reached from this machine alone, without further rights", () => {
    expect(hermes.ports).toEqual(["127.0.0.1:8000:8000"]);
    expect(hermes).toMatchObject({ read_only: true, cap_drop: ["ALL"], init: true });
    expect(hermes).not.toHaveProperty("privileged");
    expect(Object.keys(compose.volumes)).toEqual(hermes.volumes.map((volume: string) => volume.split(":")[0]));
  });

  test("leaves more time to stop than the server takes", () => {
    const shutdownMs = listSettings().find(({ path }) => path === "server.shutdownMs")?.setting.standard;
    expect(Number.parseInt(hermes.stop_grace_period, 10) * 1000).toBeGreaterThan(shutdownMs as number);
  });
});
