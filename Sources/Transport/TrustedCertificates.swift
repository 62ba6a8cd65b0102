// Whose word is taken for a server's certificate. There is no way to take nobody's.

/// The certificate authorities to trust: those that libcurl was built with unless others are named.
package struct TrustedCertificates: Sendable, Hashable {
  /// A PEM file with certificates, in place of libcurl's own file.
  package var file: String?

  /// A folder with hashed certificates, in place of libcurl's own folder.
  package var directory: String?

  package init(file: String? = nil, directory: String? = nil) {
    self.file = file
    self.directory = directory
  }

  /// The variables that the curl tool obeys; the library alone does not read them.
  ///
  /// `CURL_CA_BUNDLE` comes before `SSL_CERT_DIR` and `SSL_CERT_FILE`. An empty value is none.
  package init(environment: [String: String]) {
    func value(_ name: String) -> String? {
      environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }
    if let bundle = value("CURL_CA_BUNDLE") {
      self.init(file: bundle)
    } else {
      self.init(file: value("SSL_CERT_FILE"), directory: value("SSL_CERT_DIR"))
    }
  }
}
