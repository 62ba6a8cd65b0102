// Which variables name the certificates to trust.

import Testing
import Transport

@Suite struct TrustedCertificatesTests {
  @Test(
    "the curl tool's variables are obeyed in its order",
    arguments: [
      ([:], nil, nil),
      (["CURL_CA_BUNDLE": "a"], "a", nil),
      (["SSL_CERT_FILE": "b"], "b", nil),
      (["SSL_CERT_DIR": "c"], nil, "c"),
      (["SSL_CERT_FILE": "b", "SSL_CERT_DIR": "c"], "b", "c"),
      (["CURL_CA_BUNDLE": "a", "SSL_CERT_FILE": "b", "SSL_CERT_DIR": "c"], "a", nil),
      (["CURL_CA_BUNDLE": "", "SSL_CERT_FILE": "b", "SSL_CERT_DIR": ""], "b", nil),
    ] as [([String: String], String?, String?)])
  func environment(_ variables: [String: String], _ file: String?, _ directory: String?) {
    let expected = TrustedCertificates(file: file, directory: directory)
    #expect(TrustedCertificates(environment: variables) == expected)
  }
}
