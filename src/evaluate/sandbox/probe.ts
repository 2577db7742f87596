/** A Python program that prints "ok" where it could do no harm, else what it could do. */
export const PROBE = `
import ctypes, os, socket, struct, sys, time

faults = []

def must_fail(what, action, *errors):
    try:
        action()
    except errors or (OSError,):
        return
    except BaseException as error:
        faults.append("%s fails with %r" % (what, error))
        return
    faults.append(what)

def create(folder):
    path = folder + "/.hermes-probe"
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL))
    os.remove(path)

def open_for_writing(path):
    os.close(os.open(path, os.O_WRONLY))

libc = ctypes.CDLL(None, use_errno=True)
must_fail("sockets can be made", lambda: socket.socket(socket.AF_INET, socket.SOCK_STREAM))
must_fail("unix sockets can be made", lambda: socket.socket(socket.AF_UNIX, socket.SOCK_STREAM))
for path in ("/", "/box", "/usr", "/etc", "/dev", "/root", "/home", "/var", os.path.dirname(sys.executable)):
    must_fail("files can be made in " + path, lambda: create(path))
for path in ("/box/main.py", sys.executable, os.__file__):
    must_fail(path + " can be written", lambda: open_for_writing(path))
for path in ("/proc/self/status", "/etc/passwd", "/etc/hostname", "/dev/sda", "/dev/vda", "/dev/kmsg", "/sys/kernel"):
    must_fail(path + " is there", lambda: os.stat(path))
must_fail("other processes are seen", lambda: os.kill(3, 0))
if libc.unshare(0x10000000) == 0:
    faults.append("a user namespace can be made")
if os.getuid() == 0 or os.geteuid() == 0:
    faults.append("it runs as root")
must_fail("the user can be changed", lambda: os.setuid(0))
header, sets = struct.pack("Ii", 0x20080522, 0), ctypes.create_string_buffer(24)
if libc.capget(header, sets) != 0 or any(sets.raw):
    faults.append("it has capabilities")
if libc.prctl(39, 0, 0, 0, 0) != 1:
    faults.append("new privileges can be had")
if libc.prctl(21, 0, 0, 0, 0) != 2:
    faults.append("calls into the kernel are not filtered")
must_fail("more memory than the limit can be had", lambda: bytearray(1 << 30), MemoryError)
must_fail("memory outside the limits can be had", lambda: os.memfd_create("x"))

children = []
try:
    for _ in range(64):
        child = os.fork()
        if child == 0:
            time.sleep(60)
            os._exit(0)
        children.append(child)
    faults.append("64 processes can be made")
except OSError:
    pass
for child in children:
    os.kill(child, 9)
    os.waitpid(child, 0)
if len(children) < 4:
    faults.append("only %d processes can be made" % len(children))

try:
    create("/tmp")
except OSError as error:
    faults.append("/tmp cannot be used: %s" % error)
print("; ".join(faults) if faults else "ok")
`;
