"""What a sandbox promises: the list, in words, each with the attempt to break it."""

from dataclasses import replace

from seatrial.bench.sandbox.contract.base import KILLED, SMALL, Promise

_SHORT = replace(SMALL, cpu_seconds=2)
_LITTLE_MEMORY = replace(SMALL, memory_bytes=160 << 20)

_NETWORK = (
    Promise(
        "no-host-loopback", "Nothing listening on the host's 127.0.0.1 can be reached.", "network", "host_loopback"
    ),
    Promise("no-host-address", "The host's own addresses cannot be reached.", "network", "host_address"),
    Promise(
        "no-internet",
        "There is no interface but the loopback; no address beyond it can be reached.",
        "network",
        "internet",
    ),
    Promise("no-names", "No name can be resolved.", "network", "names"),
    Promise("no-datagrams", "No datagram leaves.", "network", "datagrams"),
    Promise("no-ipv6", "Nothing can be reached over IPv6 either.", "network", "ipv6"),
    Promise("no-abstract-sockets", "The host's abstract sockets are not there.", "network", "abstract_sockets"),
    Promise("no-raw-sockets", "No raw, packet, vsock, crypto or audit socket can be made.", "network", "raw_sockets"),
)

_FILES = (
    Promise("no-host-accounts", "No account, key or configuration of the host can be read.", "files", "host_accounts"),
    Promise("no-host-folders", "No other folder of the host is there.", "files", "host_folders"),
    Promise("no-host-scratch", "The host's temporary files are not there; /tmp starts empty.", "files", "host_scratch"),
    Promise(
        "nothing-beside",
        "What lies beside the submission cannot be read, by no link either.",
        "files",
        "beside_submission",
    ),
    Promise("submission-read-only", "The submission's own files cannot be changed.", "files", "submission_read_only"),
    Promise("all-read-only", "Only /tmp and /dev/shm can be written.", "files", "everything_read_only"),
    Promise("disk-limit", "No more can be written to disk than allowed.", "files", "disk"),
    Promise(
        "shared-memory-limit", "Shared memory is limited, and no file can hide in memory.", "files", "shared_memory"
    ),
    Promise(
        *("file-count-limit", "So many files that the kernel suffers end the box.", "files", "file_count"),
        limits=replace(SMALL, files=3000),
        ends=KILLED,
    ),
    Promise("planted-links", "Links, pipes and loops that it plants lead nowhere.", "files", "planted_links"),
    Promise("no-devices", "There are only harmless devices, and none can be made.", "files", "devices"),
    Promise("proc-root", "No link in /proc leads out.", "files", "proc_root"),
    Promise("proc-read-only", "No setting of the kernel can be changed through /proc.", "files", "proc_writing"),
    Promise("no-kernel-memory", "The kernel's memory and log cannot be read.", "files", "kernel_memory"),
)

_PROCESSES = (
    Promise("no-host-processes", "No process of the host is seen.", "processes", "host_processes"),
    Promise("no-signals", "No process of the host can be sent a signal.", "processes", "signals"),
    Promise("kill-everyone", "Killing everyone kills only the submission's own.", "processes", "kill_everyone"),
    Promise("first-process", "The box's first process cannot be ended from inside.", "processes", "first_process"),
    Promise("no-daemons", "A process that detached itself ends with the box.", "processes", "daemon"),
    Promise("clean-environment", "No variable of the host is seen.", "processes", "environment"),
    Promise("no-inherited-files", "No open file of the bench is handed on.", "processes", "inherited_files"),
    Promise("no-terminal", "There is no terminal.", "processes", "terminal"),
)

_AMOUNTS = (
    Promise("memory-limit", "A process that takes too much memory ends.", "amounts", "memory", _LITTLE_MEMORY, KILLED),
    Promise(
        *("memory-limit-together", "So do many processes that do together.", "amounts", "memory_of_many"),
        *(_LITTLE_MEMORY, KILLED),
    ),
    Promise(
        *("memory-limit-shared", "So does one that takes it as shared memory.", "amounts", "memory_shared"),
        *(_LITTLE_MEMORY, KILLED),
    ),
    Promise("process-limit", "No more processes can be started than allowed.", "amounts", "processes"),
    Promise(
        *(
            "socket-limit",
            "So many sockets that their buffers fill the host's memory end the box.",
            "amounts",
            "sockets",
        ),
        *(replace(SMALL, sockets=300), KILLED),
    ),
    Promise("open-file-limit", "No more files can be opened than allowed.", "amounts", "open_files"),
    Promise("cpu-limit", "A process that uses too much CPU ends.", "amounts", "cpu", _SHORT, (-24, -9)),
    Promise("cpu-limit-together", "So do many one after another.", "amounts", "cpu_of_many", _SHORT, KILLED),
    Promise("output-flood", "A flood of output neither blocks the box nor is kept.", "amounts", "output"),
    Promise("no-core-dumps", "A crash leaves no core.", "amounts", "core_dumps"),
    Promise("no-priority", "No better priority can be had.", "amounts", "priority"),
)

_PRIVILEGES = (
    Promise("no-capabilities", "There are no capabilities.", "privileges", "capabilities"),
    Promise("no-new-privileges", "No program that is started gains any.", "privileges", "no_new_privileges"),
    Promise("call-filter", "System calls are filtered.", "privileges", "call_filter"),
    Promise("ordinary-user", "It is not root, and cannot become root.", "privileges", "ordinary_user"),
    Promise("no-set-user-programs", "Set-user-id programs have no effect.", "privileges", "set_user_programs"),
    Promise("no-namespaces", "No namespaces can be made or entered.", "privileges", "namespaces"),
    Promise("no-tracing", "No other process can be traced or its memory read.", "privileges", "tracing"),
    Promise("no-keyrings", "The kernel's keyrings are closed.", "privileges", "keyrings"),
    Promise("no-rare-doors", "bpf, perf, userfaultfd, io_uring and the like are closed.", "privileges", "rare_doors"),
    Promise("no-mounts", "Nothing can be mounted or unmounted.", "privileges", "mounting"),
    Promise("no-clock", "The clock cannot be set.", "privileges", "clock"),
    Promise("no-host-name", "The host's name is neither seen nor changed.", "privileges", "host_name"),
    Promise("no-typing", "Nothing can be typed into a terminal for others.", "privileges", "typing_for_others"),
    Promise(
        "one-architecture", "System calls of another architecture end the process.", "privileges", "other_architectures"
    ),
)

PROMISES = (*_NETWORK, *_FILES, *_PROCESSES, *_AMOUNTS, *_PRIVILEGES)
