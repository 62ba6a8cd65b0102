// nginx as the TLS and HTTP/2 end of a loopback server, with a certificate made for the occasion.

import Foundation
import Glibc
import HTTP
import TestSupport
import Testing
import Transport

/// nginx on a port of 127.0.0.1, passing what it gets on to another port; ended with its last reference.
final class TLSFront: Sendable {
  let port: UInt16
  /// The certificate, which vouches for itself.
  let certificate: String
  private let directory: TemporaryDirectory
  private let nginx: ChildProcess

  /// Starts nginx in front of a server.
  ///
  /// The certificate is for one name; a connection takes as many requests as said before nginx says
  /// goodbye.
  init(
    of server: LoopbackServer, name: String = "localhost", http2: Bool = true,
    requestsPerConnection: Int = 10_000
  ) throws {
    let directory = try TemporaryDirectory()
    certificate = directory.file("certificate.pem")
    try Self.run(
      "/usr/bin/openssl",
      [
        "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
        "-days", "2", "-subj", "/CN=\(name)", "-addext", "subjectAltName=DNS:\(name)",
        "-keyout", directory.file("key.pem"), "-out", certificate,
      ])
    self.directory = directory
    (nginx, port) = try Self.start(in: directory) { port in
      """
      daemon off; master_process off; pid nginx.pid; error_log error.log;
      events { worker_connections 512; }
      http {
        access_log off; client_max_body_size 64m; keepalive_requests \(requestsPerConnection);
        client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi;
        uwsgi_temp_path uwsgi; scgi_temp_path scgi;
        server {
          listen 127.0.0.1:\(port) ssl\(http2 ? " http2" : "");
          ssl_certificate certificate.pem; ssl_certificate_key key.pem;
          location / {
            proxy_pass http://127.0.0.1:\(server.port); proxy_next_upstream off;
            proxy_set_header X-Protocol $server_protocol;
            proxy_set_header X-Connection $connection;
          }
        }
      }
      """
    }
  }

  /// Ends nginx, for a process that ends without releasing what it holds.
  func stop() {
    nginx.signal(SIGTERM)
    nginx.end()
  }

  /// A transport to nginx, or to a port that leads to it.
  func transport(
    port: UInt16? = nil, _ change: (inout TransportOptions) -> Void = { _ in }
  ) throws -> CurlTransport {
    try makeTransport(to: "https://localhost:\(port ?? self.port)") {
      $0.trust = TrustedCertificates(environment: ["SSL_CERT_FILE": certificate])
      change(&$0)
    }
  }

  private static func start(
    in directory: TemporaryDirectory, configuration: (UInt16) -> String
  ) throws -> (ChildProcess, UInt16) {
    let places = ["/usr/sbin/nginx", "/usr/local/sbin/nginx", "/usr/local/bin/nginx"]
    let isThere = FileManager.default.isExecutableFile(atPath:)
    let path = try #require(
      places.first(where: isThere), "these tests need nginx (apt install nginx-light)")
    // A port that was free a moment ago may be taken by another test: then with the next one.
    for _ in 1...10 {
      let port = try freePort()
      let file = try directory.write(configuration(port), to: "nginx.conf")
      // `timeout` passes signals on, and ends what a crashed test leaves behind.
      let nginx = try ChildProcess(
        "/usr/bin/timeout",
        ["3600", path, "-p", directory.path, "-c", file, "-e", directory.file("error.log")])
      if awaitListener(on: port, of: nginx) { return (nginx, port) }
    }
    let log = try? String(contentsOfFile: directory.file("error.log"), encoding: .utf8)
    throw StartFailure(log: log ?? "")
  }

  struct StartFailure: Error { var log: String }

  private static func freePort() throws -> UInt16 {
    let server = try LoopbackServer { _ in .answer() }
    defer { server.stop() }
    return server.port
  }

  private static func awaitListener(on port: UInt16, of process: ChildProcess) -> Bool {
    Patience.block(while: { process.isRunning }, until: { LoopbackServer.accepts(port) })
  }

  private static func run(_ path: String, _ arguments: [String]) throws {
    try #require(try ChildProcess(path, arguments).end() == 0, "\(path) failed")
  }
}
