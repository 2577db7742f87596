import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../formats/test-files.ts";
import { findConfigFile, loadConfigFile } from "./config-file.ts";
import { type ConfigSources, type LoadedConfig, loadConfig, renderOrigin } from "./index.ts";
import { readVariables, variableName } from "./read-variables.ts";
import { readWritten } from "./read-written.ts";
import { listSettings } from "./settings.ts";

/** A file of this content in a folder of its own. */
function configFile(content: unknown, name = "hermes.config.json"): string {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
  return path;
}

function load(sources: Partial<ConfigSources>): Promise<LoadedConfig> {
  return loadConfig({ file: false, environment: {}, flags: {}, ...sources });
}

function portOf({ values, origins }: LoadedConfig): readonly [number, string] {
  return [values.server.port, renderOrigin(origins.get("server.port")!)];
}

describe("the later of defaults, file, variables and flags wins", () => {
  const file = { server: { port: 1001 } };
  const environment = { HERMES_SERVER_PORT: "1002" };
  const flags = { port: 1003 };

  test.each([
    ["nothing", {}, [8000, "default"]],
    ["a variable", { environment }, [1002, "HERMES_SERVER_PORT"]],
    ["a flag", { flags }, [1003, "--port"]],
    ["a variable and a flag", { environment, flags }, [1003, "--port"]],
  ] as const)("%s", async (_name, sources, expected) => {
    expect(portOf(await load(sources))).toEqual(expected);
  });

  test.each([
    ["a file", {}, 1001],
    ["a file and a variable", { environment }, 1002],
    ["a file, a variable and a flag", { environment, flags }, 1003],
  ] as const)("%s", async (_name, sources, port) => {
    const path = configFile(file);
    expect(portOf(await load({ ...sources, file: path }))[0]).toBe(port);
    if (port === 1001) expect(portOf(await load({ file: path }))[1]).toBe(path);
  });

  test("settings of one section may come from several places, and a list replaces a list", async () => {
    const path = configFile({ server: { cors: ["https://a.example"], metrics: true } });
    const { values } = await load({
      file: path,
      environment: { HERMES_SERVER_CORS: "https://b.example, https://c.example" },
    });
    expect(values.server).toMatchObject({
      cors: ["https://b.example", "https://c.example"],
      metrics: true,
      port: 8000,
    });
  });

  test("null in a file takes back what is known elsewhere, and none in a variable", async () => {
    const path = configFile({ defaults: { thinkingBudget: 100 } });
    const { values, origins } = await load({ file: path, environment: { HERMES_DEFAULTS_THINKING_BUDGET: "none" } });
    expect(values.defaults.thinkingBudget).toBeNull();
    expect(renderOrigin(origins.get("defaults.thinkingBudget")!)).toBe("HERMES_DEFAULTS_THINKING_BUDGET");
  });
});

describe("which file", () => {
  /** A home with settings, and a file elsewhere. */
  function home(): { homeFolder: string; other: string } {
    const homeFolder = temporaryFolder();
    mkdirSync(join(homeFolder, ".config", "hermes"), { recursive: true });
    writeFileSync(join(homeFolder, ".config", "hermes", "hermes.config.json"), '{"model": "of-the-home"}');
    return { homeFolder, other: configFile({ model: "another" }) };
  }

  test("the user's own without being told; another with a flag or HERMES_CONFIG; none when told", async () => {
    const { homeFolder, other } = home();
    const modelOf = async (sources: Partial<ConfigSources>) =>
      (await loadConfig({ environment: {}, flags: {}, homeFolder, ...sources })).values.model;
    expect(await modelOf({})).toBe("of-the-home");
    expect(await modelOf({ file: other })).toBe("another");
    expect(await modelOf({ environment: { HERMES_CONFIG: other } })).toBe("another");
    expect(await modelOf({ file: false, environment: { HERMES_CONFIG: other } })).toBe("nano");
    expect(await modelOf({ environment: { XDG_CONFIG_HOME: "/nowhere" } })).toBe("nano");
    expect(await modelOf({ environment: { XDG_CONFIG_HOME: "relative" } })).toBe("of-the-home");
  });

  test("one in the working directory is never taken by itself", async () => {
    const here = process.cwd();
    const folder = temporaryFolder();
    writeFileSync(join(folder, "hermes.config.json"), '{"model": "of-a-stranger"}');
    process.chdir(folder);
    try {
      expect((await loadConfig({ environment: {}, flags: {}, homeFolder: folder })).values.model).toBe("nano");
      const { values, file } = await load({ file: "hermes.config.json" });
      expect([values.model, file]).toEqual(["of-a-stranger", join(process.cwd(), "hermes.config.json")]);
    } finally {
      process.chdir(here);
    }
  });

  test("two of them are one too many", () => {
    const folder = temporaryFolder();
    for (const ending of ["json", "ts"]) writeFileSync(join(folder, `hermes.config.${ending}`), "{}");
    expect(() => findConfigFile(folder)).toThrow(/several configuration files: .*\.ts, .*\.json\. Keep one/);
  });

  test.each([
    ["a missing file", "/nowhere/hermes.config.json", "file-missing", "There is no configuration file"],
    ["another ending", configFilePath("yaml"), "config-invalid", 'ends with ".yaml"; expected .ts'],
    ["broken JSON", configFilePath("json"), "config-invalid", "is no JSON"],
  ])("%s", async (_name, path, code, message) => {
    if (!path.startsWith("/nowhere")) writeFileSync(path, "{");
    await expect(loadConfigFile(path)).rejects.toMatchObject({ code, message: expect.stringContaining(message) });
  });
});

function configFilePath(ending: string): string {
  return join("/tmp", `hermes-config-test-${process.pid}.${ending}`);
}

describe("a file is refused by file and setting", () => {
  test.each([
    [{ modle: "x" }, "modle", '"model" is near'],
    [{ sever: {} }, "sever", '"server" is near'],
    [{ server: { prot: 1 } }, "server.prot", '"server.port" is near'],
    [{ port: 1 }, "port", '"server.port" is near'],
    [{ server: { limits: { zzz: 1 } } }, "server.limits.zzz", "there are bodyBytes, messages"],
    [{ server: { constructor: 1 } }, "server.constructor", 'no setting "server.constructor"'],
    [{ server: 8000 }, "server", "server is 8000; expected an object with any of host, port"],
    [{ server: null }, "server", "server is null; expected an object"],
    [{ server: { port: "8000" } }, "server.port", 'is "8000"; expected a whole number from 0 to 65535'],
    [{ server: { port: 65_536 } }, "server.port", "expected a whole number from 0 to 65535"],
    [{ engine: { compute: "slow" } }, "engine.compute", "expected one of exact, fast, or null"],
    [{ server: { cors: "https://a.example" } }, "server.cors", "expected a list of texts"],
    [{ defaults: { sampling: { topP: 0 } } }, "defaults.sampling.topP", "expected a number"],
    [{ model: "" }, "model", "expected a text that is not empty"],
    [{ log: { prompts: "yes" } }, "log.prompts", "expected true or false"],
    [[], undefined, "holds no object"],
    ["text", undefined, "holds no object"],
  ])("%j", (content, field, message) => {
    expect(() => readWritten(content, "/etc/h.json")).toThrow(
      expect.objectContaining({
        code: "config-invalid",
        message: expect.stringContaining(message),
        facts: { path: "/etc/h.json", ...(field === undefined ? {} : { field }) },
      }),
    );
  });

  test("paths in it are relative to its folder, names of models are not", () => {
    const given = readWritten({ server: { apiKeyFile: "keys" }, model: "./mine" }, "/etc/hermes/h.json");
    expect(given.get("server.apiKeyFile")?.value).toBe("/etc/hermes/keys");
    expect(given.get("model")?.value).toBe("/etc/hermes/mine");
    expect(readWritten({ model: "org/name" }, "/etc/h.json").get("model")?.value).toBe("org/name");
    expect(readWritten({ server: { apiKeyFile: null } }, "/etc/h.json").get("server.apiKeyFile")?.value).toBeNull();
  });
});

describe("variables", () => {
  test.each([
    ["HERMES_SERVER_METRICS", "yes", "server.metrics", true],
    ["HERMES_SERVER_PAGE", "0", "server.page", false],
    ["HERMES_ENGINE_THREADS", " 4 ", "engine.threads", 4],
    ["HERMES_DEFAULTS_SAMPLING_TOP_P", "0.5", "defaults.sampling.topP", 0.5],
    ["HERMES_SERVER_API_KEY_FILE", "keys", "server.apiKeyFile", "keys"],
    ["HERMES_AGENT_BUILT_INS", "false", "agent.builtIns", false],
    ["HERMES_AGENT_BUILT_INS", "clock", "agent.builtIns", ["clock"]],
  ])("%s=%s", (name, text, path, value) => {
    expect(readVariables({ [name]: text })).toEqual(new Map([[path, { value, origin: { type: "variable", name } }]]));
  });

  test.each([
    ["HERMES_SERVER_PORT", "tcp://10.0.0.1:8000", "expected a whole number from 0 to 65535."],
    ["HERMES_ENGINE_THREADS", "many", "expected a whole number from 1 to 512, or none."],
    ["HERMES_LOG_PROMPTS", "maybe", "expected true or false."],
  ])("%s=%s is refused by name", (name, text, message) => {
    expect(() => readVariables({ [name]: text })).toThrow(
      expect.objectContaining({ code: "usage", message: `${name} is "${text}"; ${message}` }),
    );
  });

  test("empty ones say nothing, unknown ones are told, others' are left alone", async () => {
    const environment = { HERMES_SERVER_PORT: "", HERMES_SERVER_PROT: "1", HERMES_HOME: "/x", HERMES_SERVER_KEYS: "k" };
    const { warnings, values } = await load({ environment });
    expect(warnings).toEqual(["the variable HERMES_SERVER_PROT is no setting; HERMES_SERVER_PORT is near"]);
    expect(values.server.port).toBe(8000);
  });

  test("every setting but objects has one, all different", () => {
    const names = listSettings().map(({ path }) => variableName(path));
    expect(new Set(names).size).toBe(names.length);
    const without = listSettings().filter(({ setting }) => setting.kind.parseText === null);
    expect(without.map(({ path }) => path)).toEqual(["agent.mcpServers"]);
  });
});

test("every default is of its setting's kind", () => {
  const odd = listSettings().filter(({ setting }) => !setting.kind.accepts(setting.standard));
  expect(odd).toEqual([]);
});
