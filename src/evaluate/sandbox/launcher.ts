import { SECCOMP } from "./seccomp.ts";

/**
 * The Python that builds the box and runs a program in it, as text for `python3 -c`: the standard library and the C library, nothing else.
 *
 * The launcher makes a process namespace and forks its first process, `init`, which makes the other namespaces (network, mounts, IPC, host
 * name, user), a root of its own in memory with the interpreter read-only in it, drops every capability and starts the program. Whatever
 * the program starts dies with `init`: the kernel sees to that. The launcher waits outside, watches time and memory, and kills `init`.
 * `init` dies with the launcher, and the launcher with the process that started it.
 *
 * Descriptor 3: JSON lines to the caller: {"ready": true}, then {"exit": n} or {"signal": n}, {"limit": "time" | "memory"}, {"error": text}.
 * Descriptor 4: one JSON object from the caller: root, read, interpreter, source, seconds, memory, processes, files, fileBytes.
 */
export const LAUNCHER = String.raw`
import ctypes, json, os, resource, select, signal, struct, sys, time

NEWNS, NEWCGROUP, NEWUTS, NEWIPC = 0x20000, 0x2000000, 0x4000000, 0x8000000
NEWUSER, NEWPID, NEWNET = 0x10000000, 0x20000000, 0x40000000
READONLY, NOSUID, NODEV, REMOUNT, BIND, REC, PRIVATE = 1, 2, 4, 32, 4096, 16384, 1 << 18
PDEATHSIG, DUMPABLE, NO_NEW_PRIVS, SECCOMP, BOUNDING_DROP = 1, 4, 38, 22, 24
NOBODY = 65534
PROC = os.open("/proc", os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
libc = ctypes.CDLL(None, use_errno=True)

def call(name, *arguments):
    function = getattr(libc, name)
    result = function(*[a.encode() if isinstance(a, str) else ctypes.c_ulong(a) if isinstance(a, int) else a for a in arguments])
    if result < 0:
        error = ctypes.get_errno()
        raise OSError(error, os.strerror(error) + " in " + name)
    return result

def tell(message):
    os.write(3, (json.dumps(message) + "\n").encode())

def write_proc(name, text):
    descriptor = os.open("self/" + name, os.O_WRONLY, dir_fd=PROC)
    os.write(descriptor, text.encode())
    os.close(descriptor)

def new_user(uid, gid, flags):
    call("unshare", NEWUSER | flags)
    write_proc("setgroups", "deny")
    write_proc("uid_map", "%d %d 1" % (NOBODY, uid))
    write_proc("gid_map", "%d %d 1" % (NOBODY, gid))

def mount(source, target, kind, flags, options=""):
    call("mount", source, target, kind, flags, options)

def bind(source, target):
    mount(source, target, "", BIND)
    had = os.statvfs(target).f_flag
    # In a user namespace the flags that a mount came with must stay.
    kept = had & (os.ST_NOEXEC | os.ST_NOATIME) | (1 << 21 if had & os.ST_RELATIME else 0)
    mount("", target, "", REMOUNT | BIND | READONLY | NOSUID | NODEV | kept)

def make_file(path):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o644))

def build_root(task):
    root = task["root"]
    mount("", "/", "", REC | PRIVATE)
    mount("tmpfs", root, "tmpfs", NOSUID | NODEV, "size=64m,mode=755")
    for path in task["read"]:
        inside = root + path
        if os.path.islink(path):
            os.makedirs(os.path.dirname(inside), exist_ok=True)
            os.symlink(os.readlink(path), inside)
        elif os.path.isdir(path) and not os.path.exists(inside):
            os.makedirs(inside)
            bind(path, inside)
        elif os.path.exists(path) and not os.path.exists(inside):
            make_file(inside)
            bind(path, inside)
    for name in ("box", "tmp"):
        os.makedirs(root + "/" + name)
    for name in ("null", "zero", "urandom"):
        make_file(root + "/dev/" + name)
        mount("/dev/" + name, root + "/dev/" + name, "", BIND)
    with open(root + "/box/main.py", "w", encoding="utf-8", errors="surrogatepass") as file:
        file.write(task["source"])
    mount("tmpfs", root + "/tmp", "tmpfs", NOSUID | NODEV, "size=%d,nr_inodes=1024,mode=1777" % task["fileBytes"])
    mount("", root, "", REMOUNT | BIND | READONLY | NOSUID | NODEV)
    os.chdir(root)
    call("syscall", PIVOT_ROOT, ".", ".")
    call("umount2", ".", 2)
    os.chdir("/tmp")

def drop_capabilities():
    for capability in range(64):
        try:
            call("prctl", BOUNDING_DROP, capability, 0, 0, 0)
        except OSError:
            break
    header = struct.pack("Ii", 0x20080522, 0)
    call("capset", header, b"\0" * 24)
    call("prctl", NO_NEW_PRIVS, 1, 0, 0, 0)

${SECCOMP}

def limit(task):
    seconds = int(task["seconds"]) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    for name, value in (("AS", task["memory"]), ("NPROC", task["processes"]), ("NOFILE", task["files"]),
                        ("FSIZE", task["fileBytes"]), ("CORE", 0), ("MEMLOCK", 0), ("MSGQUEUE", 0)):
        resource.setrlimit(getattr(resource, "RLIMIT_" + name), (value, value))

def run_program(task):
    os.setsid()
    limit(task)
    os.closerange(4, 1 << 16)
    filter_calls()
    environment = {"HOME": "/tmp", "TMPDIR": "/tmp", "LANG": "C.UTF-8", "PYTHONHASHSEED": "0", "PYTHONUTF8": "1",
                   "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    os.execve(task["interpreter"], [task["interpreter"], "-s", "-B", "/box/main.py"], environment)

def run_init(task, launcher, started):
    """ The descriptor of the launcher ends when it does; what is written to the other one starts its clock. """
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGALRM):
        signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_SETMASK, [])
    os.setsid()
    call("unshare", NEWNS | NEWNET | NEWIPC | NEWUTS | NEWCGROUP)
    build_root(task)
    if task["privileged"]:
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)
        call("prctl", DUMPABLE, 1, 0, 0, 0)
        new_user(NOBODY, NOBODY, 0)
    os.close(PROC)
    drop_capabilities()
    call("prctl", DUMPABLE, 0, 0, 0, 0)
    call("prctl", PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    os.set_blocking(launcher, False)
    try:
        os._exit(len(os.read(launcher, 1)))
    except BlockingIOError:
        pass
    program = os.fork()
    if program == 0:
        try:
            run_program(task)
        except BaseException as error:
            tell({"error": "the program cannot be started: %s" % error})
        finally:
            os._exit(127)
    tell({"ready": True})
    os.write(started, b"!")
    for descriptor in (0, 1, 2):
        os.close(descriptor)
    while True:
        pid, status = os.wait()
        if pid == program:
            tell({"signal": os.WTERMSIG(status)} if os.WIFSIGNALED(status) else {"exit": os.WEXITSTATUS(status)})
            os._exit(0)

def read_proc(name):
    try:
        descriptor = os.open(name, os.O_RDONLY, dir_fd=PROC)
    except OSError:
        return ""
    try:
        return os.read(descriptor, 1 << 16).decode()
    except OSError:
        return ""
    finally:
        os.close(descriptor)

def descendants(pid):
    found, new = [], [str(pid)]
    while new:
        found += new
        new = [child for parent in new for child in read_proc("%s/task/%s/children" % (parent, parent)).split()]
    return found

BUILDING_SECONDS = 15
PAGE = os.sysconf("SC_PAGE_SIZE")

def memory_of(pid):
    """Bytes that all processes of the box hold; pages that several share count in parts."""
    processes = descendants(pid)
    resident = [int((read_proc(p + "/statm").split() or [0, 0])[1]) * PAGE for p in processes]
    yield sum(resident)
    total = 0
    for process, size in zip(processes, resident):
        lines = [line for line in read_proc(process + "/smaps_rollup").splitlines() if line.startswith("Pss:")]
        total += int(lines[0].split()[1]) * 1024 if lines else size
    yield total

def is_over(pid, most):
    return all(size > most for size in memory_of(pid))

def stop(init):
    os.kill(init, signal.SIGKILL)
    os.waitpid(init, 0)

def watch(init, started, task):
    if not select.select([started], [], [], BUILDING_SECONDS)[0]:
        tell({"error": "it could not be built within %d seconds" % BUILDING_SECONDS})
        return stop(init)
    wanted = {signal.SIGCHLD, signal.SIGTERM}
    end = time.monotonic() + task["seconds"]
    while True:
        if os.waitpid(init, os.WNOHANG)[0] != 0:
            return
        left = end - time.monotonic()
        over = "time" if left <= 0 else "memory" if is_over(init, task["memory"] + (64 << 20)) else None
        if over:
            tell({"limit": over})
        signalled = None if over else signal.sigtimedwait(wanted, min(max(left, 0.001), 0.05))
        if over or signalled is not None and signalled.si_signo == signal.SIGTERM:
            return stop(init)

def can_be_nobody():
    """ As root of this computer, or of a container with users of its own. """
    ranges = [[int(word) for word in line.split()] for line in read_proc("self/uid_map").splitlines()]
    has_nobody = any(first <= NOBODY < first + count for first, _, count in ranges)
    return os.geteuid() == 0 and has_nobody and read_proc("self/setgroups").strip() == "allow"

def launch():
    os.set_inheritable(3, False)
    call("prctl", PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    with os.fdopen(4, "rb") as file:
        text = file.read()
    if not text:
        os._exit(1)
    task = json.loads(text)
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGCHLD, signal.SIGTERM})
    task["privileged"] = can_be_nobody()
    if task["privileged"]:
        call("unshare", NEWPID)
    else:
        new_user(os.geteuid(), os.getegid(), NEWPID)
    call("prctl", PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    ended, alive = os.pipe()
    started, starting = os.pipe()
    init = os.fork()
    if init == 0:
        os.close(alive)
        run_init(task, ended, starting)
    os.close(ended)
    os.close(starting)
    for descriptor in (0, 1, 2):
        os.close(descriptor)
    watch(init, started, task)

try:
    launch()
except BaseException as error:
    tell({"error": "%s: %s" % (type(error).__name__, error)})
    os._exit(1)
os._exit(0)
`;
