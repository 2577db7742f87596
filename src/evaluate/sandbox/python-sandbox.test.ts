import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, onTestFinished, test, vi } from "vitest";
import type { SandboxProgram, SandboxResult } from "../../environments/index.ts";
import { openSandbox } from "./open-sandbox.ts";

const opened = await openSandbox();
const skipped = opened.sandbox === null ? ` (skipped: no sandbox here: ${opened.reason})` : "";
const hostile = describe.skipIf(skipped !== "");

/** Name that the programs of this file give themselves, so that those which are left can be found. */
const MARK = `hx${process.pid % 100_000}`;
const marked = `import ctypes, os, sys, time\nctypes.CDLL(None).prctl(15, b"${MARK}", 0, 0, 0)\n`;

function run(source: string, changes: Partial<SandboxProgram> = {}, signal?: AbortSignal): Promise<SandboxResult> {
  const program = {
    language: "python",
    source: marked + source,
    stdin: "",
    timeoutMs: 20_000,
    memoryBytes: 2 ** 28,
  } as const;
  return opened.sandbox!.run({ ...program, ...changes }, signal);
}

/** Processes of this file's programs, as the host sees them. */
function left(): number {
  return readdirSync("/proc").filter((name) => {
    try {
      return /^\d+$/.test(name) && readFileSync(`/proc/${name}/comm`, "utf8").trim() === MARK;
    } catch {
      return false;
    }
  }).length;
}

async function goneWithin(ms: number): Promise<boolean> {
  for (const end = Date.now() + ms; left() > 0; await pause(20)) if (Date.now() > end) return false;
  return true;
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const ok = { outcome: "exited", exitCode: 0 };

hostile(`a program in the sandbox${skipped}`, () => {
  afterAll(() => expect(left()).toBe(0));

  test("reads, writes and ends as anywhere", async () => {
    const source = `text = sys.stdin.read()\nprint(text.upper(), 'é😀')\nprint("warn", file=sys.stderr)\nsys.exit(3)`;
    expect(await run(source, { stdin: "straße\n" })).toEqual({
      outcome: "exited",
      exitCode: 3,
      stdout: "STRASSE\n é😀\n",
      stderr: "warn\n",
    });
    const libraries =
      "import asyncio, collections, heapq, math, json, re, threading\nasyncio.run(asyncio.sleep(0))\nprint(exit)";
    expect(await run(libraries)).toMatchObject(ok);
    const deep = `import threading
threading.stack_size(64 << 20); sys.setrecursionlimit(10**6)
def depth(n): return 0 if n == 0 else 1 + depth(n - 1)
thread = threading.Thread(target=lambda: print(depth(50_000))); thread.start(); thread.join()`;
    expect(await run(deep)).toMatchObject({ ...ok, stdout: "50000\n" });
    await expect(run("print(hash('a'), {'b', 'c', 'd'})")).resolves.toEqual(
      await run("print(hash('a'), {'b', 'c', 'd'})"),
    );
  });

  test.each([
    ["an error", "1/0", { outcome: "exited", exitCode: 1 }],
    ["no Python", "def", { outcome: "exited", exitCode: 1 }],
    ["half a character", "print('\ud800')", { outcome: "exited", exitCode: 1 }],
    ["a zero byte", "print(1)\n\0", { outcome: "exited", exitCode: 1, stdout: "" }],
    ["its own death", "os.kill(os.getpid(), 9)", { outcome: "killed", exitCode: null }],
    ["a crash", "ctypes.string_at(0)", { outcome: "killed", exitCode: null }],
    ["an abort", "os.abort()", { outcome: "killed", exitCode: null }],
  ])("ends by %s", async (_name, source, result) => {
    expect(await run(source)).toMatchObject(result);
  });

  test("keeps a large input waiting for a program that does not read it", async () => {
    expect(await run("print(1)", { stdin: "x".repeat(4_000_000) })).toMatchObject({ ...ok, stdout: "1\n" });
    expect(await run("print(len(sys.stdin.read()))", { stdin: "x".repeat(4_000_000) })).toMatchObject({
      stdout: "4000000\n",
    });
  });

  test("reaches no network, not even a server of this computer", async () => {
    let connections = 0;
    const server = createServer(() => connections++);
    onTestFinished(() => void server.close());
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as { port: number };
    const source = `import socket, urllib.request
def attempt(action):
    try: action(); print("reached")
    except OSError as error: print(type(error).__name__)
attempt(lambda: socket.create_connection(("127.0.0.1", ${port}), 1))
attempt(lambda: urllib.request.urlopen("http://127.0.0.1:${port}", timeout=1))
attempt(lambda: socket.socket(socket.AF_UNIX))
left, right = socket.socketpair()
attempt(lambda: left.connect("/tmp/x"))
print(ctypes.CDLL(None).socket(2, 1, 0), ctypes.CDLL(None).socket(16, 3, 0))`;
    const { stdout } = await run(source);
    expect(stdout).toMatch(/^PermissionError\nURLError\nPermissionError\n\w+Error\n-1 -1\n$/);
    expect(connections).toBe(0);
  });

  test("sees no file of this computer and writes none", async () => {
    const folder = mkdtempSync(join(tmpdir(), "hermes-secret-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    writeFileSync(join(folder, "secret.txt"), "secret", { mode: 0o666 });
    const source = `def attempt(action):
    try: print("done", action())
    except OSError as error: print(type(error).__name__)
folder = ${JSON.stringify(folder)}
attempt(lambda: open(folder + "/secret.txt").read())
attempt(lambda: open(folder + "/new.txt", "w"))
attempt(lambda: open("/box/main.py", "a"))
attempt(lambda: open("/etc/passwd").read())
attempt(lambda: os.listdir("/proc"))
attempt(lambda: os.listdir(${JSON.stringify(process.cwd())}))
attempt(lambda: os.mknod("/tmp/disk", 0o60666, os.makedev(254, 0)))
attempt(lambda: os.chroot("/tmp"))
os.symlink("/", "/tmp/root"); os.chdir("/tmp/root"); print(os.getcwd(), "secret.txt" in os.listdir("../../.."))
print(sum(name == "secret.txt" for _, _, names in os.walk("/tmp") for name in names), os.listdir("/tmp"))`;
    const { stdout } = await run(source);
    expect(stdout.split("\n")).toEqual([
      "FileNotFoundError",
      "FileNotFoundError",
      expect.stringMatching(/^(PermissionError|OSError)$/),
      "FileNotFoundError",
      "FileNotFoundError",
      "FileNotFoundError",
      "PermissionError",
      "PermissionError",
      "/ False",
      "0 ['root']",
      "",
    ]);
    expect(readdirSync(folder)).toEqual(["secret.txt"]);
    expect(await run("open('/tmp/x', 'w').write('x')")).toMatchObject(ok);
    expect(await run("print(os.listdir('/tmp'))")).toMatchObject({ stdout: "[]\n" });
  });

  test("cannot mount, trace, or make namespaces, also by the kernel's own numbers", async () => {
    const numbers =
      process.arch === "x64"
        ? { unshare: 272, mount: 165, ptrace: 101, memfd: 319, clone: 56 }
        : { unshare: 97, mount: 40, ptrace: 117, memfd: 279, clone: 220 };
    const source = `libc = ctypes.CDLL(None, use_errno=True)
def call(number, *rest):
    result = libc.syscall(ctypes.c_long(number), *[ctypes.c_ulong(value) for value in rest])
    return ctypes.get_errno() if result < 0 else "done"
print(call(${numbers.unshare}, 0x10000000), call(${numbers.mount}, 0, 0, 0, 0, 0), call(${numbers.ptrace}, 16, 1, 0, 0))
print(call(${numbers.memfd}, 0, 0), call(${numbers.clone}, 0x10000011, 0, 0, 0, 0), call(435, 0, 0))
import resource
try: resource.setrlimit(resource.RLIMIT_NPROC, (10_000, 10_000))
except ValueError: print("kept")
print(libc.prctl(21, 0, 0, 0, 0), libc.prctl(39, 0, 0, 0, 0))`;
    expect(await run(source)).toMatchObject({ ...ok, stdout: "1 1 1\n1 1 38\nkept\n2 1\n" });
  });

  test("cannot write the launcher's words", async () => {
    const source = `for number in range(3, 1024):
    try: os.fstat(number); print("open", number)
    except OSError: pass
    try: os.write(number, b'{"exit": 0}\\n'); print("written", number)
    except OSError: pass
sys.exit(7)`;
    expect(await run(source)).toMatchObject({ outcome: "exited", exitCode: 7, stdout: "" });
  });
});

hostile(`a program that takes too much${skipped}`, () => {
  afterAll(() => expect(left()).toBe(0));

  test.each([
    ["loops", "while True: pass"],
    ["sleeps", "time.sleep(1000)"],
    [
      "ignores signals",
      "import signal\nfor n in range(1, 32):\n  try: signal.signal(n, signal.SIG_IGN)\n  except OSError: pass\nwhile True: pass",
    ],
    ["waits for input of its own", "os.read(os.pipe()[0], 1)"],
    ["never leaves the regular expression", "import re\nre.match('(a+)+$', 'a' * 60 + 'b')"],
  ])("%s: is stopped in time", async (_name, source) => {
    const start = performance.now();
    expect(await run(source, { timeoutMs: 500 })).toMatchObject({ outcome: "timed-out", exitCode: null });
    expect(performance.now() - start).toBeLessThan(10_000);
    expect(left()).toBe(0);
  });

  test.each([
    ["at once", "bytearray(1 << 40)"],
    ["bit by bit", "kept = []\nwhile True: kept.append(bytearray(1 << 20))"],
    [
      "in many processes",
      "for _ in range(3): os.fork()\nkept = []\nwhile True:\n  try: kept.append(bytearray(1 << 20))\n  except MemoryError: time.sleep(100)",
    ],
    [
      "in shared memory",
      "import mmap\nkept = []\nfor _ in range(3): os.fork()\nfor _ in range(60): kept.append(mmap.mmap(-1, 1 << 20)); kept[-1].write(b'x' * (1 << 20))\ntime.sleep(100)",
    ],
  ])("memory, %s", async (_name, source) => {
    expect(await run(source, { memoryBytes: 2 ** 27 })).toMatchObject({ outcome: "out-of-memory" });
    expect(left()).toBe(0);
  });

  test("files, which lie in memory", async () => {
    const source = `def fill():
    for i in range(100):
        with open(f"/tmp/{i}", "wb") as file: file.write(b"x" * (4 << 20))
try: fill()
except OSError as error: print(error.strerror)
try:
    for i in range(10_000): open(f"/tmp/n{i}", "w").close()
except OSError as error: print(error.strerror)`;
    expect(await run(source)).toMatchObject({ ...ok, stdout: "No space left on device\nNo space left on device\n" });
  });

  test.each(["stdout", "stderr"] as const)("%s without end is cut and ends the program", async (stream) => {
    const result = await run(`while True: sys.${stream}.write("x" * 100_000)`);
    expect(result).toMatchObject({ outcome: "killed", exitCode: null });
    expect(result[stream].length).toBe(8 * 2 ** 20);
  });

  test("a fork bomb has a bound, beside which other programs go on", async () => {
    const controller = new AbortController();
    const source = "while True:\n  try: os.fork()\n  except OSError: pass";
    const bomb = run(source, { timeoutMs: 30_000 }, controller.signal);
    bomb.catch(() => {});
    let most = 0;
    const watch = async (isEnough: () => boolean) => {
      for (const end = Date.now() + 20_000; !isEnough() && Date.now() < end; most = Math.max(most, left()))
        await pause(20);
    };
    await watch(() => most > 4);
    const good = await run("print(sum(os.waitpid(os.fork() or os._exit(0), 0)[1] for _ in range(5)))");
    let looks = 0;
    await watch(() => ++looks > 10);
    controller.abort(new Error("enough"));
    await expect(bomb).rejects.toThrow("enough");
    expect(good).toMatchObject({ ...ok, stdout: "0\n" });
    expect(most).toBeGreaterThan(4);
    expect(most).toBeLessThanOrEqual(18);
    expect(left()).toBe(0);
  });
});

hostile(`what a program leaves behind${skipped}`, () => {
  afterAll(() => expect(left()).toBe(0));

  test.each([
    ["kills its parent", "os.kill(os.getppid(), 9); time.sleep(0.1); print('on')", { ...ok, stdout: "on\n" }],
    [
      "kills the first process",
      "import signal\nfor n in (1, 2, 9, 11, 15, 19):\n  os.kill(1, n)\nprint('on')",
      { ...ok, stdout: "on\n" },
    ],
    [
      "kills everybody",
      "os.fork() or time.sleep(100)\ntime.sleep(0.1)\nos.kill(-1, 9); print('on')",
      { ...ok, stdout: "on\n" },
    ],
    ["kills its group", "os.killpg(0, 9)", { outcome: "killed" }],
    [
      "leaves a daemon with closed streams",
      "if os.fork() == 0:\n  os.setsid()\n  if os.fork() == 0:\n    os.closerange(0, 3); time.sleep(1000)\n  os._exit(0)",
      ok,
    ],
    [
      "leaves daemons that hold its streams",
      "for _ in range(3):\n  if os.fork() == 0:\n    os.setsid(); time.sleep(1000)",
      ok,
    ],
    ["leaves zombies", "for _ in range(5):\n  if os.fork() == 0: os._exit(0)\ntime.sleep(0.2)", ok],
  ])("%s", async (_name, source, result) => {
    const start = performance.now();
    expect(await run(source)).toMatchObject(result);
    expect(performance.now() - start).toBeLessThan(10_000);
    expect(left()).toBe(0);
  });

  test("ends at once when it is called off", async () => {
    const folder = mkdtempSync(join(tmpdir(), "hermes-boxes-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    vi.stubEnv("TMPDIR", folder);
    onTestFinished(() => void vi.unstubAllEnvs());
    const controller = new AbortController();
    const running = run("for _ in range(3): os.fork()\ntime.sleep(100)", {}, controller.signal);
    setTimeout(() => controller.abort(new Error("enough")), 300);
    await expect(running).rejects.toThrow("enough");
    expect(left()).toBe(0);
    await expect(run("1", {}, AbortSignal.abort(new Error("never")))).rejects.toThrow("never");
    expect(readdirSync(folder)).toEqual([]);
  });

  test("dies with the process that started it", async () => {
    const module = fileURLToPath(new URL("./open-sandbox.ts", import.meta.url));
    const program = {
      language: "python",
      source: `${marked}os.fork()\nwhile True: pass`,
      stdin: "",
      timeoutMs: 30_000,
      memoryBytes: 2 ** 28,
    };
    const script = `const { openSandbox } = await import(${JSON.stringify(module)});
const { sandbox } = await openSandbox();
await sandbox.run(${JSON.stringify(program)});`;
    const folder = mkdtempSync(join(tmpdir(), "hermes-starter-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const starter = spawn(process.execPath, ["--input-type=module", "-e", script], {
      stdio: "ignore",
      env: { ...process.env, TMPDIR: folder },
    });
    for (const end = Date.now() + 20_000; left() < 2 && Date.now() < end; ) await pause(20);
    expect(left()).toBe(2);
    starter.kill("SIGKILL");
    expect(await goneWithin(10_000)).toBe(true);
  });
});
