import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../formats/test-files.ts";
import { maskSecrets } from "./mask-secrets.ts";
import { runTestCli } from "./test-terminal.ts";

/** A user's own settings, and the environment that leads to them. */
function ownSettings(content: unknown) {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "hermes"));
  const path = join(folder, "hermes", "hermes.config.json");
  writeFileSync(path, JSON.stringify(content));
  return { path, environment: { XDG_CONFIG_HOME: folder } };
}

describe("hermes config", () => {
  test("prints each value with where it comes from", async () => {
    const { path, environment } = ownSettings({ server: { port: 8100 }, model: "hermes-4-14b" });
    const given = { environment: { ...environment, HERMES_LOG_LEVEL: "warn" } };
    const { exitCode, output, errors } = await runTestCli(["config"], given);
    expect({ exitCode, errors }).toEqual({ exitCode: 0, errors: "" });
    expect(output).toMatch(new RegExp(`^configuration file: ${path}$`, "m"));
    expect(output).toMatch(new RegExp(`^server\\.port +8100 +${path}$`, "m"));
    expect(output).toMatch(/^log\.level +"warn" +HERMES_LOG_LEVEL$/m);
    expect(output).toMatch(/^server\.host +"127\.0\.0\.1" +default$/m);
    expect(output).toMatch(/^server\.limits\.bodyBytes +10485760 +default$/m);
  });

  test("--json is one object, --no-config leaves the file out, --config takes another", async () => {
    const { path, environment } = ownSettings({ model: "a" });
    const other = ownSettings({ model: "b" });
    const modelOf = async (...options: string[]) => {
      const { output } = await runTestCli(["config", "--json", ...options], { environment });
      const { file, settings } = JSON.parse(output);
      return [file, settings.model];
    };
    expect(await modelOf()).toEqual([path, { value: "a", origin: path }]);
    expect(await modelOf("--no-config")).toEqual([null, { value: "nano", origin: "default" }]);
    expect(await modelOf("--config", other.path)).toEqual([other.path, { value: "b", origin: other.path }]);
  });

  test("shows no secret", async () => {
    const secrets = ["sk-1", "sk-2", "sk-3", "sk-4", "sk-5"] as const;
    const { environment } = ownSettings({
      model: `http://me:${secrets[0]}@host.example/v1?token=${secrets[1]}`,
      agent: {
        mcpServers: {
          files: { command: "server", args: ["--key", secrets[2]], env: { TOKEN: secrets[3] } },
          web: { url: "https://mcp.example/mcp", headers: { authorization: `Bearer ${secrets[4]}` } },
        },
      },
    });
    const keys = { HERMES_API_KEY: "sk-endpoint", HERMES_SERVER_KEYS: `a sha256:${"ab".repeat(32)}` };
    for (const options of [[], ["--json"]]) {
      const { output } = await runTestCli(["config", ...options], { environment: { ...environment, ...keys } });
      for (const secret of [...secrets, "sk-endpoint", "abab"]) expect(output).not.toContain(secret);
      expect(output).toContain("host.example");
      expect(output).toContain("HERMES_API_KEY");
      expect(output).toContain('"TOKEN":"***"');
    }
  });

  test("a mistake ends with 1 and names file and setting; one in a variable with 2", async () => {
    const { path, environment } = ownSettings({ server: { prot: 1 } });
    const file = await runTestCli(["config"], { environment });
    expect(file).toMatchObject({ exitCode: 1, output: "" });
    expect(file.errors).toBe(
      `hermes: The configuration ${path} has no setting "server.prot"; "server.port" is near.\n`,
    );
    const variable = await runTestCli(["config"], {
      environment: { HERMES_SERVER_PORT: "x", XDG_CONFIG_HOME: "/nowhere" },
    });
    expect(variable).toMatchObject({ exitCode: 2, output: "" });
    expect(variable.errors).toContain('HERMES_SERVER_PORT is "x"; expected a whole number');
  });

  test("tells of a variable that is none", async () => {
    const { exitCode, errors } = await runTestCli(["config"], {
      environment: { HERMES_MODLE: "x", HERMES_MODEL_X: "y" },
    });
    expect(exitCode).toBe(0);
    expect(errors).toBe("warning: the variable HERMES_MODEL_X is no setting; HERMES_MODEL is near\n");
  });
});

test("addresses keep what is no secret", () => {
  expect(maskSecrets("http://127.0.0.1:8000/v1")).toBe("http://127.0.0.1:8000/v1");
  expect(maskSecrets("https://a:b@c.example/v1?x=y")).toBe("https://***:***@c.example/v1?***");
  expect(maskSecrets({ args: ["a"], other: ["a"] })).toEqual({ args: ["***"], other: ["a"] });
});
