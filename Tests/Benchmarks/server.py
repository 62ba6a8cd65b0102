"""Servers on loopback: nginx with a fixed answer, the stand-ins, and one that only tells when it is asked first."""

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
    location = /links/bulk {{ return 200 '{{"deletedCount":100}}'; }}
  }}
}}
"""


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
    """nginx, which answers a delete of a hundred at once."""
    folder = pathlib.Path(scratch, "nginx")
    folder.mkdir(parents=True, exist_ok=True)
    for each in (scratch, folder):
        os.chmod(each, 0o755)
    port = free_port()
    (folder / "nginx.conf").write_text(CONFIGURATION.format(folder=folder, port=port))
    return Server(["nginx", "-p", str(folder), "-c", str(folder / "nginx.conf")], port)


def sandbox(programs, provider, links, port, *options):
    """A provider's stand-in, where answers must speak of the very links that were asked for."""
    words = ["--provider", provider, "--links", str(links), "--limit", "none", "--port", str(port)]
    return Server([programs / "linkctl-sandbox", "-q", *words, *options], port)


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
