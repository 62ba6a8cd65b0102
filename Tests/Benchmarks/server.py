"""Servers on loopback: nginx with fixed answers, the stand-ins, and one that only tells when it is asked first."""

import json
import os
import pathlib
import signal
import socket
import subprocess
import time

import measure

CONFIGURATION = """
daemon off; pid {folder}/nginx.pid; error_log {folder}/nginx.log; worker_processes 1;
events {{ worker_connections 256; }}
http {{
  access_log off; client_body_temp_path {folder}/bodies; keepalive_requests 1000000;
  client_max_body_size 64m; client_body_buffer_size 16m; large_client_header_buffers 4 32k;
  default_type application/json;
  server {{
    listen 127.0.0.1:{port};
    location /answers/ {{ root {folder}; error_page 405 =200 $uri; }}
    location = /links/bulk {{
      if ($request_method = DELETE) {{ return 200 '{{"deletedCount":100}}'; }}
      rewrite ^ /answers/created last;
    }}
  }}
}}
"""


def created(number):
    """A link as Dub shows it, with every member that it has."""
    unset = (
        "android comments description disabledAt expiredUrl expiresAt folderId geo image ios lastClicked"
        " partnerId password programId externalId tagId tenantId title utm_campaign utm_content utm_medium"
        " utm_source utm_term video testVariants testStartedAt testCompletedAt").split()
    link = {name: None for name in unset}
    switches = "archived doIndex proxy publicStats rewrite trackConversion".split()
    link |= {name: False for name in switches}
    link |= {name: 0 for name in "clicks conversions leads saleAmount sales".split()}
    link |= {
        "id": f"link_1KBENCHMARK{number:014d}", "domain": "dub.sh", "key": f"k{number:06d}",
        "url": f"https://example.com/products/{number}?ref=mail",
        "shortLink": f"https://dub.sh/k{number:06d}",
        "qrCode": f"https://api.dub.co/qr?url=https://dub.sh/k{number:06d}?qr=1",
        "createdAt": "2026-11-28T10:00:00.000Z", "updatedAt": "2026-11-28T10:00:00.000Z",
        "userId": "user_1KBENCHMARK", "projectId": "ws_1KBENCHMARK", "workspaceId": "ws_1KBENCHMARK",
        "tags": [{"id": f"tag_{tag}", "name": tag, "color": "blue"} for tag in ("spring", "sale")],
        "webhookIds": [],
    }
    return link


class Server:
    """A program that serves until the block ends, and is ended by its process ID."""

    def __init__(self, command, port, environment=None):
        self.address = f"http://127.0.0.1:{port}"
        self.command, self.port, self.environment = command, port, environment

    def __enter__(self):
        self.process = subprocess.Popen(
            self.command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, env=measure.ENVIRONMENT | (self.environment or {}))
        while True:
            if self.process.poll() is not None:
                raise SystemExit(f"{self.command[0]} does not start")
            try:
                socket.create_connection(("127.0.0.1", self.port)).close()
                return self
            except OSError:
                time.sleep(0.02)

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def nginx(scratch):
    """nginx, which answers whatever it is asked at once."""
    folder = pathlib.Path(scratch, "nginx")
    (folder / "answers").mkdir(parents=True, exist_ok=True)
    (folder / "answers/created").write_text(json.dumps([created(number) for number in range(100)]))
    for each in (scratch, folder, folder / "answers"):
        os.chmod(each, 0o755)
    port = free_port()
    (folder / "nginx.conf").write_text(CONFIGURATION.format(folder=folder, port=port))
    return Server(["nginx", "-p", str(folder), "-c", str(folder / "nginx.conf")], port)


def sandbox(programs, provider, links, port):
    """A provider's stand-in, where answers must speak of the very links that were asked for."""
    words = ["--provider", provider, "--links", str(links), "--limit", "none", "--port", str(port)]
    return Server([programs / "linkctl-sandbox", "-q", *words], port)


def first_request(command):
    """Seconds from the start of a command to its first request, after which it is ended."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(120)
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        began = time.monotonic()
        child = subprocess.Popen(
            [*command, "--base-url", address], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, env=measure.ENVIRONMENT)
        try:
            connection, _ = listener.accept()
            connection.recv(1)
            return time.monotonic() - began
        finally:
            child.kill()
            child.wait()
