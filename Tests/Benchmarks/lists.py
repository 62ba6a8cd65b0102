"""What reading every link of a workspace costs: processor time against curl and jq, wall time against what latency leaves
no way around, memory of many links against that of few.

The cases stand in CASES; each `measure` takes the bench that the table of cases makes."""

import math
import pathlib

import measure
import server
from measure import Cost, run

LATENCY = 0.05
IN_FLIGHT = 8


def listing(bench, provider, port, *words, run=run):
    command = [
        bench.linkctl, "list", "--provider", provider, "--base-url", f"http://127.0.0.1:{port}", "-o", "ndjson",
        "-q", "--rate", "100000/s", "-c", str(IN_FLIGHT), *words]
    return run(command, "/dev/null")


def pages(bench, port, count):
    """The same pages of Hoko's by curl, one process and kept connections, taken apart by jq; user time is that of both."""
    def make(out):
        key = measure.ENVIRONMENT["HOKO_API_KEY"]
        for skip in range(0, count, 1000):
            out.write("next\n" if skip else "")
            out.write(f'url = "http://127.0.0.1:{port}/api/links?take=1000&skip={skip}&sort=asc"\n')
            out.write(f'header = "Authorization: Bearer {key}"\n')

    config = bench.file(f"pages-{count}-{port}.curl", make)
    fetched = pathlib.Path(bench.scratch, "pages")
    curl = run(["curl", "-s", "-K", config], fetched)
    jq = run(["jq", "-c", ".[]", fetched])
    return Cost(curl.wall + jq.wall, curl.processor + jq.processor, max(curl.memory, jq.memory))


def against_jq(bench):
    count, port = bench.rows(200_000), server.free_port()
    with server.sandbox(bench.programs, "hoko", count, port):
        return measure.pairs(
            lambda: listing(bench, "hoko", port), lambda: pages(bench, port, count), bench.pairs)


def slow_sandbox(bench, provider, links, port):
    words = [
        bench.programs / "linkctl-sandbox", "-q", "--provider", provider, "--links", str(links), "--limit", "none",
        "--port", str(port), "--folders", "7", "--latency", f"{int(LATENCY * 1000)}ms"]
    return server.Server(words, port)


def requests(bench, provider, port):
    """How many requests a list takes: pages overlap, so that links which come and go meanwhile are seen to."""
    listing(bench, provider, port, "-v")
    return sum(": GET " in line or ": POST " in line for line in measure.last_errors().splitlines())


def waiting(bench, provider, page):
    """Against the time that the answers take where as many requests as may be are in flight, which are hardly more than
    there are pages."""
    count, port = bench.rows(1_000_000 if page > 100 else 200_000), server.free_port()
    with slow_sandbox(bench, provider, count, port):
        sent = requests(bench, provider, port)
        if sent > 1.2 * count / page + IN_FLIGHT:
            raise SystemExit(f"{count} links in pages of {page} took {sent} requests")
        least = Cost(math.ceil(sent / IN_FLIGHT) * LATENCY, 0, 0)
        return measure.pairs(lambda: listing(bench, provider, port), lambda: least, bench.pairs)


def memories(bench, provider, many, few):
    """Peaks with the same latency: how many pages are there at once depends on it."""
    def peak(count):
        port = server.free_port()
        with slow_sandbox(bench, provider, count, port):
            return listing(bench, provider, port, run=measure.run_for_memory)

    return measure.pairs(lambda: peak(many), lambda: peak(few), bench.pairs)


# Name, what, than, how, the aim, and what of a cost is compared with its unit: what a case of the table is made of.
CASES = [
    ("list", "a list of 200,000 Hoko links as NDJSON", "curl, then jq -c '.[]'",
     against_jq, 1, lambda cost: cost.processor, "s"),
    ("list-latency", "a million Hoko links with 50 ms latency", "requests ÷ 8 × 50 ms",
     lambda bench: waiting(bench, "hoko", 1000), 1.2, lambda cost: cost.wall, "s"),
    ("list-shortpen", "200,000 ShortPen links with 50 ms latency", "requests ÷ 8 × 50 ms",
     lambda bench: waiting(bench, "shortpen", 100), 1.2, lambda cost: cost.wall, "s"),
    ("list-memory", "peak memory of a list of a million Hoko links", "of ten thousand",
     lambda bench: memories(bench, "hoko", 1_000_000, 10_000), 1.1, lambda cost: cost.memory / 1024, "MB"),
    ("list-memory-dub", "the same of 100,000 Dub links", "of ten thousand",
     lambda bench: memories(bench, "dub", 100_000, 10_000), 1.1, lambda cost: cost.memory / 1024, "MB"),
]
