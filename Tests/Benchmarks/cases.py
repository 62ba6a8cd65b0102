"""What is measured, against what, and what is aimed at: the table, and below it the commands of each case."""

import csv
import itertools
import json
import pathlib
import subprocess
import sys
from dataclasses import dataclass
from typing import Callable

import lists
import measure
import server
from measure import Cost, run, run_for_memory


@dataclass
class Case:
    """A ratio: ours over theirs, at most `aim` where there is one."""

    name: str
    what: str
    than: str
    measure: Callable
    aim: float | None = None
    # What of a cost is compared.
    of: Callable = lambda cost: cost.wall
    unit: str = "s"
    # Why the aim may be missed, as it was measured.
    why: str = ""


def memory(cost):
    return cost.memory / 1024


# The aims are those of the house's design: of the wall clock where nothing else is said.
CASES = [
    Case("version", "linkctl --version", "curl --version", lambda b: version(b), 1.2),
    Case("first-request", "time before the first of those deletes", "0.3 s", lambda b: first_request(b), 1),
    Case("delete", "10,000 Dub deletes of 100 IDs", "curl -Z, 8 at once", lambda b: deletes(b, curl), 0.9),
    Case("delete-multi", "the same", "bare loop over libcurl", lambda b: deletes(b, multi)),
    Case("delete-journal", "the same with a journal", "the same without", lambda b: journal(b)),
    Case("delete-hoko", "100 Hoko deletes of 10,000 IDs", "curl -Z, 8 at once", lambda b: hoko(b)),
    Case("create", "1,000 Dub creates of 100 links at a stand-in", "curl -Z, 8 at once", lambda b: creates(b, curl)),
    Case("create-multi", "the same", "bare loop over libcurl", lambda b: creates(b, multi)),
    Case("update", "update of 100,000 links, 37 changes", "curl -Z, 8 at once", lambda b: updates(b)),
    Case("check-csv", "create --dry-run of a million rows", "csv.DictReader", lambda b: checks(b, dict_reader), 1,
         why="two cores that are halves of one take 1.4 times as long each while both work, and Python needs but one"),
    Case("check-csv-reader", "the same", "csv.reader", lambda b: checks(b, csv_reader)),
    Case("check-csv-miller", "the same", "mlr cat", lambda b: checks(b, miller)),
    Case("check-list", "delete --dry-run of ten million IDs", "wc -l", lambda b: check_list(b)),
    Case("memory", "peak memory of a delete of ten million IDs", "of a million", lambda b: memories(b), 1.1, memory, "MB"),
    Case("memory-csv", "peak memory of a check of ten million rows", "of a million", lambda b: csv_memories(b), 1.1, memory, "MB"),
] + [Case(*case) for case in lists.CASES]


@dataclass
class Bench:
    """Where the programs and the inputs are, and how large these are."""

    programs: pathlib.Path
    scratch: pathlib.Path
    nginx: server.Server
    pairs: int
    # A tenth, or less, of everything.
    is_quick: bool

    @property
    def linkctl(self):
        return self.programs / "linkctl"

    def rows(self, count):
        return count // 20 if self.is_quick else count

    def file(self, name, make):
        """An input that is made once."""
        path = self.scratch / name
        if not path.exists():
            whole = path.with_suffix(".part")
            with open(whole, "w", newline="") as out:
                make(out)
            whole.rename(path)
        return path

    def ids(self, count):
        def make(out):
            out.writelines(f"link_1KBENCHMARK{number:014d}X\n" for number in range(count))

        return self.file(f"ids-{count}", make)

    def links(self, count):
        def make(out):
            rows = csv.writer(out, lineterminator="\n")
            rows.writerow("url title description tagNames utm_source comments expiresAt".split())
            for number in range(count):
                rows.writerow([
                    f"https://example.com/products/{number}?ref=mail", f"Product number {number}",
                    f"A longer description of product {number}, with a comma", "spring,sale", "newsletter",
                    f"row {number}", "2027-01-31T10:00:00Z"])

        return self.file(f"links-{count}.csv", make)

    def standing(self, provider, count):
        """The IDs of the links that a stand-in has."""
        def make(out):
            subprocess.run(
                [self.programs / "linkctl-sandbox", "--provider", provider, "--print-ids", str(count)],
                stdout=out, check=True)

        return self.file(f"standing-{provider}-{count}", make)

    def requests(self, name, url, bodies):
        """A list of requests with bodies, for the others to send."""
        folder = self.scratch / f"{name}-{len(bodies)}"
        folder.mkdir(exist_ok=True)
        for place, body in enumerate(bodies):
            (folder / str(place)).write_text(body)
        path = self.scratch / f"{name}-{len(bodies)}-{url.split(':')[2].split('/')[0]}"
        path.write_text("".join(f"{url}\t{folder / str(place)}\n" for place in range(len(bodies))))
        return path

    def at_stand_in(self, provider, links, port, ours, theirs, *options):
        """Pairs of runs, each at a stand-in of its own, which forgets what the run before has done."""
        def afresh(measured):
            with server.sandbox(self.programs, provider, links, port, *options):
                return measured()

        return measure.pairs(lambda: afresh(ours), lambda: afresh(theirs), self.pairs)

    def command(self, verb, *words, provider="dub", address=None):
        address = address or self.nginx.address
        return [self.linkctl, verb, "--provider", provider, "--base-url", address, *words]


# What the others run.

def curl(bench, method, requests, key="Bearer " + measure.ENVIRONMENT["DUB_API_KEY"]):
    """curl with its own parallel transfers, of requests that are prepared."""
    def make(out):
        for place, line in enumerate(open(requests)):
            url, _, body = line.rstrip("\n").partition("\t")
            out.write("next\n" if place else "")
            out.write(f'url = "{url}"\noutput = "/dev/null"\n' + (f'data = "@{body}"\n' if body else ""))
            out.write(f'fail\nrequest = {method}\nheader = "Authorization: {key}"\nheader = "Expect:"\n')
            out.write('header = "Content-Type: application/json"\n')

    config = bench.file(f"{requests.name}.curl", make)
    return run(["curl", "-s", "-Z", "--parallel-max", "8", "-K", config])


def multi(bench, method, requests):
    """The bare loop of multi.c."""
    program = bench.scratch / "multi"
    source = pathlib.Path(__file__).with_name("multi.c")
    if not program.exists() or program.stat().st_mtime < source.stat().st_mtime:
        subprocess.run(["cc", "-O2", "-o", program, source, "-lcurl"], check=True)
    return run([program, method, requests, "8"])


def python(bench, loop, path):
    return run([sys.executable, "-c", f"import csv, sys\nfor row in {loop}: pass", path])


def dict_reader(bench, path):
    return python(bench, "csv.DictReader(open(sys.argv[1], newline=''))", path)


def csv_reader(bench, path):
    return python(bench, "csv.reader(open(sys.argv[1], newline=''))", path)


def miller(bench, path):
    return run(["mlr", "--icsv", "--ojson", "cat", path])


# The cases.

def version(bench):
    return measure.pairs(
        lambda: run([bench.linkctl, "--version"], times=50), lambda: run(["curl", "--version"], times=50),
        bench.pairs)


def first_request(bench):
    command = [bench.linkctl, "delete", "--provider", "dub", "--yes", "--ids-file", bench.ids(bench.rows(1_000_000))]
    aim = Cost(0.3, 0, 0)
    return measure.pairs(lambda: Cost(server.first_request(command), 0, 0), lambda: aim, bench.pairs)


def deletes(bench, other):
    count = bench.rows(1_000_000)
    ids = bench.ids(count)

    def make(out):
        names = ids.read_text().split()
        for start in range(0, count, 100):
            out.write(f"{bench.nginx.address}/links/bulk?linkIds={','.join(names[start:start + 100])}\n")

    requests = bench.file(f"deletes-{count}-{bench.nginx.port}", make)
    command = bench.command("delete", "--yes", "-q", "-o", "ndjson", "--ids-file", ids)
    return measure.pairs(
        lambda: run(command, bench.scratch / "out"), lambda: other(bench, "DELETE", requests), bench.pairs)


def journal(bench):
    ids = bench.ids(bench.rows(1_000_000))
    command = bench.command("delete", "--yes", "-q", "-o", "ndjson", "--ids-file", ids)
    path = bench.scratch / "journal"

    def recorded():
        path.unlink(missing_ok=True)
        return run([*command, "--journal", path], bench.scratch / "out")

    return measure.pairs(recorded, lambda: run(command, bench.scratch / "out"), bench.pairs)


def creates(bench, other):
    """At a stand-in: an answer that is not of the links that were sent would be refused, as it should be."""
    count, port = bench.rows(100_000), server.free_port()
    links = bench.links(count)
    requests = bench.requests("creates", f"http://127.0.0.1:{port}/links/bulk", json_parts(links, 100))
    command = bench.command(
        "create", "--yes", "-q", "-o", "ndjson", "--input", links, address=f"http://127.0.0.1:{port}")
    return bench.at_stand_in(
        "dub", 0, port, lambda: run(command, bench.scratch / "out"), lambda: other(bench, "POST", requests),
        "--dub-tags", "spring,sale")


def json_parts(path, count):
    """The rows of a CSV as bodies of so many links."""
    with open(path, newline="") as rows:
        links = [{**row, "tagNames": row["tagNames"].split(",")} for row in csv.DictReader(rows)]
    return [json.dumps(links[start:start + count]) for start in range(0, len(links), count)]


def hoko(bench):
    count, port = bench.rows(1_000_000), server.free_port()
    ids = bench.standing("hoko", count)
    names = ids.read_text().split()
    parts = [names[start:start + 10_000] for start in range(0, count, 10_000)]
    requests = bench.requests("hoko", f"http://127.0.0.1:{port}/api/links", [json.dumps(part) for part in parts])
    command = bench.command(
        "delete", "--yes", "-q", "-o", "ndjson", "--ids-file", ids, provider="hoko",
        address=f"http://127.0.0.1:{port}")
    return bench.at_stand_in(
        "hoko", count, port, lambda: run(command, bench.scratch / "out"),
        lambda: curl(bench, "DELETE", requests, measure.ENVIRONMENT["HOKO_API_KEY"]))


def updates(bench):
    count, port = bench.rows(100_000), server.free_port()
    names = bench.standing("dub", count).read_text().split()

    def make(out):
        rows = csv.writer(out, lineterminator="\n")
        rows.writerow(["id", "comments"])
        rows.writerows([name, f"batch {place % 37}"] for place, name in enumerate(names))

    bodies = []
    for change in range(37):
        changed = names[change::37]
        bodies += [
            json.dumps({"linkIds": changed[start:start + 100], "data": {"comments": f"batch {change}"}})
            for start in range(0, len(changed), 100)]
    requests = bench.requests("updates", f"http://127.0.0.1:{port}/links/bulk", bodies)
    command = bench.command(
        "update", "--yes", "-q", "-o", "ndjson", "--input", bench.file(f"updates-{count}.csv", make),
        address=f"http://127.0.0.1:{port}")
    return bench.at_stand_in(
        "dub", count, port, lambda: run(command, bench.scratch / "out"),
        lambda: curl(bench, "PATCH", requests))


def checks(bench, other):
    path = bench.links(bench.rows(1_000_000))
    command = bench.command("create", "--dry-run", "-q", "--input", path)
    return measure.pairs(lambda: run(command, bench.scratch / "out"), lambda: other(bench, path), bench.pairs)


def check_list(bench):
    path = bench.ids(bench.rows(10_000_000))
    command = bench.command("delete", "--dry-run", "-q", "-o", "ndjson", "--ids-file", path)
    return measure.pairs(lambda: run(command), lambda: run(["wc", "-l", path]), bench.pairs)


def memories(bench):
    def peak(count):
        ids = bench.ids(bench.rows(count))
        return run_for_memory(bench.command("delete", "--yes", "-q", "-o", "ndjson", "--ids-file", ids))

    return measure.pairs(lambda: peak(10_000_000), lambda: peak(1_000_000), 1)


def csv_memories(bench):
    def peak(count):
        path = bench.links(bench.rows(count))
        return run_for_memory(bench.command("create", "--dry-run", "-q", "-o", "ndjson", "--input", path))

    return measure.pairs(lambda: peak(10_000_000), lambda: peak(1_000_000), 1)
