/** Calls into the kernel that no program of a benchmark needs: numbers on x86-64 and on arm64. */
const refused: Readonly<Record<string, readonly [x64: number, arm64: number]>> = {
  // Memory that no limit of the process counts.
  memfd_create: [319, 279],
  memfd_secret: [447, 447],
  shmget: [29, 194],
  msgget: [68, 186],
  semget: [64, 190],
  mq_open: [240, 180],
  // Sockets; a pair of connected ones, which event loops use, stays.
  socket: [41, 198],
  // Other processes, namespaces and mounts.
  ptrace: [101, 117],
  process_vm_readv: [310, 270],
  process_vm_writev: [311, 271],
  pidfd_getfd: [438, 438],
  unshare: [272, 97],
  setns: [308, 268],
  chroot: [161, 51],
  mount: [165, 40],
  umount2: [166, 39],
  pivot_root: [155, 41],
  open_tree: [428, 428],
  move_mount: [429, 429],
  fsopen: [430, 430],
  fsconfig: [431, 431],
  fsmount: [432, 432],
  fspick: [433, 433],
  mount_setattr: [442, 442],
  name_to_handle_at: [303, 264],
  open_by_handle_at: [304, 265],
  // Large parts of the kernel.
  bpf: [321, 280],
  perf_event_open: [298, 241],
  userfaultfd: [323, 282],
  io_uring_setup: [425, 425],
  io_uring_enter: [426, 426],
  io_uring_register: [427, 427],
  add_key: [248, 217],
  request_key: [249, 218],
  keyctl: [250, 219],
  kexec_load: [246, 104],
  kexec_file_load: [320, 294],
  init_module: [175, 105],
  finit_module: [313, 273],
  delete_module: [176, 106],
  swapon: [167, 224],
  swapoff: [168, 225],
  reboot: [169, 142],
  syslog: [103, 116],
  acct: [163, 89],
  quotactl: [179, 60],
  personality: [135, 92],
};

const numbers = (column: 0 | 1): string =>
  Object.values(refused)
    .map((row) => row[column])
    .join(", ");

/**
 * Part of the launcher: a filter in the kernel's classic BPF. Calls of the list fail with EPERM, clone with any namespace flag too, clone3 with
 * ENOSYS (its flags lie in memory; the C library then takes clone), and calls of another architecture end the process.
 */
export const SECCOMP = `
ARCHITECTURES = {"x86_64": (0xC000003E, 56, 155, [${numbers(0)}]), "aarch64": (0xC00000B7, 220, 41, [${numbers(1)}])}
ARCHITECTURE, CLONE, PIVOT_ROOT, REFUSED = ARCHITECTURES[os.uname().machine]

def filter_calls():
    load, equal, at_least, any_bit, answer = 0x20, 0x15, 0x35, 0x45, 0x06
    kill, allow, refuse, unknown = 0x80000000, 0x7FFF0000, 0x00050000 | 1, 0x00050000 | 38
    number, architecture, first = 0, 4, 16
    program = [(load, 0, 0, architecture), (equal, 1, 0, ARCHITECTURE), (answer, 0, 0, kill),
               (load, 0, 0, number), (at_least, 0, 1, 0x40000000), (answer, 0, 0, kill)]
    for refused in REFUSED:
        program += [(equal, 0, 1, refused), (answer, 0, 0, refuse)]
    program += [(equal, 0, 1, 435), (answer, 0, 0, unknown), (equal, 0, 3, CLONE), (load, 0, 0, first),
                (any_bit, 0, 1, NEWNS | NEWCGROUP | NEWUTS | NEWIPC | NEWUSER | NEWPID | NEWNET), (answer, 0, 0, refuse),
                (answer, 0, 0, allow)]
    code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *step) for step in program))
    header = struct.pack("HxxxxxxQ", len(program), ctypes.addressof(code))
    call("prctl", SECCOMP, 2, header, 0, 0)
`;
