import HTTP
import Testing

@Suite struct HTTPHeadersTests {
  @Test("names are compared without regard to case, and repeats are kept")
  func names() {
    var headers: HTTPHeaders = ["Retry-After": "1"]
    headers.append("retry-after", "2")
    #expect(headers["RETRY-AFTER"] == "1")
    #expect(headers.fields.count == 2)
    headers["Retry-After"] = "3"
    #expect(headers.fields == [HTTPHeaders.Field("Retry-After", "3")])
    headers["retry-after"] = nil
    #expect(headers.fields.isEmpty)
  }
}
