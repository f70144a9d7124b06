"""Meters of a served application: CPU of its workers and of the database, latency, bytes and memory."""

import http.client
import random
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

import psutil

#: Linux's name for the clock of what the scheduler has given.
CPUCLOCK_SCHED = 2
#: Rounds that the requests of a page are asked in.
ROUNDS = 5
#: Processes of the database that tidy up after the loading, whoever asks for pages meanwhile.
TIDYING = tuple(f": {name}" for name in ("checkpointer", "background writer", "walwriter", "autovacuum"))


class WrongAnswer(Exception):
    """An answer does not hold what the database says."""


@dataclass(frozen=True)
class Request:
    """An address, what its answer must hold, and the cookie of who asks."""

    path: str
    expected: str
    cookie: str = ""


class Client:
    """One connection kept open, as a browser keeps it."""

    def __init__(self, port: int):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)

    def get(self, request: Request, encoding: str = "gzip") -> tuple[float, int, bytes]:
        """Milliseconds, status and body as it came."""
        headers = {"Accept-Encoding": encoding} | ({"Cookie": request.cookie} if request.cookie else {})
        began = time.perf_counter()
        self.connection.request("GET", request.path, headers=headers)
        response = self.connection.getresponse()
        body = response.read()
        return (time.perf_counter() - began) * 1000, response.status, body


def cpu_seconds(processes: Iterable[psutil.Process]) -> dict[int, float]:
    """By process, user and system time that it has used, to the nanosecond: what `/proc` counts is hundredths.

    A process's own clock is named by its number as the C library's `clock_getcpuclockid` does it on Linux.
    """
    found = {}
    for process in processes:
        with suppress(OSError):  # it has ended
            found[process.pid] = time.clock_gettime(~process.pid << 3 | CPUCLOCK_SCHED)
    return found


def spent(before: dict[int, float], after: dict[int, float]) -> float:
    """Seconds between two readings, of the processes that are in both."""
    return sum(after[pid] - before[pid] for pid in before.keys() & after.keys())


def title_of(process: psutil.Process) -> str:
    """What the process says that it is; nothing of one that has just ended."""
    try:
        return " ".join(process.cmdline())
    except psutil.NoSuchProcess:
        return ""


def proportional_mb(processes: Iterable[psutil.Process]) -> float:
    """Proportional set size in megabytes: pages that processes share are divided among them."""
    kilobytes = 0
    for process in processes:
        for line in Path(f"/proc/{process.pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                kilobytes += int(line.split()[1])
    return kilobytes / 1024


def shares(requests: list[Request]) -> list[list[Request]]:
    """The requests in as many parts as there are rounds, well mixed, and the same at every run."""
    mixed = random.Random(1).sample(requests, len(requests))  # noqa: S311 - nothing secret
    return [mixed[start::ROUNDS] for start in range(ROUNDS)]


@dataclass(frozen=True)
class Costs:
    """Of some requests: CPU milliseconds of one on average; of each how long it took, and how many bytes came."""

    app: float
    database: float
    times: list[float]
    sizes: list[int]


class Meter:
    """Measures pages of a server whose workers, and whose database's processes, are known."""

    def __init__(self, port: int, workers: list[psutil.Process], postmaster: psutil.Process):
        self.port, self.workers, self.postmaster = port, workers, postmaster

    @property
    def answering(self) -> list[psutil.Process]:
        """The database's processes that work for who asks."""
        return [each for each in self.postmaster.children() if not any(name in title_of(each) for name in TIDYING)]

    def check(self, requests: list[Request]) -> None:
        client = Client(self.port)
        for request in requests:
            _took, status, body = client.get(request, encoding="identity")
            if status != 200 or request.expected not in body.decode():
                raise WrongAnswer(f"{request.path}: {status}, ei sisällä ”{request.expected}”")

    def measure(self, requests: list[Request], bare: list[Request]) -> dict[str, float]:
        """Per request: CPU milliseconds of application and database, latency one and eight at a time, median bytes.

        CPU is the median of some rounds, each beside a round of the bare view: the machine's own pace drifts. Both are
        asked on a connection of their own, whose worker knows the page already.
        """
        page_client, bare_client = Client(self.port), Client(self.port)
        self.costs(page_client, requests[:10])
        self.costs(bare_client, bare[:10])
        pages, floors = [], []
        for page_share, bare_share in zip(shares(requests), shares(bare), strict=True):
            floors.append(self.costs(bare_client, bare_share))
            pages.append(self.costs(page_client, page_share))
        times = [took for page in pages for took in page.times]
        ratios = [(page.app + page.database) / floor.app for page, floor in zip(pages, floors, strict=True)]
        return {
            "app_cpu_ms": median(page.app for page in pages),
            "db_cpu_ms": median(page.database for page in pages),
            "hello_cpu_ms": median(floor.app for floor in floors),
            "times_hello": median(ratios),
            "p50_ms": median(times),
            "p95_ms": quantiles(times, n=20)[-1],
            "requests_per_s": self.throughput(requests),
            "bytes": round(median(size for page in pages for size in page.sizes)),
        }

    def costs(self, client: Client, requests: list[Request]) -> Costs:
        app, database = cpu_seconds(self.workers), cpu_seconds(self.answering)
        taken = [client.get(request) for request in requests]
        app, database = spent(app, cpu_seconds(self.workers)), spent(database, cpu_seconds(self.answering))
        each = 1000 / len(requests)
        times, sizes = [took for took, _status, _body in taken], [len(body) for _took, _status, body in taken]
        return Costs(app * each, database * each, times, sizes)

    def throughput(self, requests: list[Request], at_once: int = 8) -> float:
        """Requests a second when eight ask at a time."""

        def ask(share: list[Request]) -> None:
            client = Client(self.port)
            for request in share:
                client.get(request)

        shares = [requests[start::at_once] for start in range(at_once)]
        began = time.perf_counter()
        with ThreadPoolExecutor(at_once) as pool:
            list(pool.map(ask, shares))
        return len(requests) / (time.perf_counter() - began)
