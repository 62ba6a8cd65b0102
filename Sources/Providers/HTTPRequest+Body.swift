// Requests with the bodies that providers take: JSON, which may be written already, and forms.

package import HTTP
package import Records

extension HTTPRequest {
  package init(_ method: HTTPMethod, _ target: String, json: JSONValue?, isRepeatable: Bool) {
    self.init(method, target, written: json?.bytes ?? [], isRepeatable: isRepeatable)
  }

  /// A request whose body is JSON that is written already.
  package init(_ method: HTTPMethod, _ target: String, written body: [UInt8], isRepeatable: Bool) {
    self.init(
      method, target, headers: ["Content-Type": "application/json"], body: body,
      isRepeatable: isRepeatable)
  }

  /// A request whose body is the array of some values that are written already.
  package init(
    _ method: HTTPMethod, _ target: String, array values: [[UInt8]], isRepeatable: Bool
  ) {
    var body: [UInt8] = []
    body.reserveCapacity(values.reduce(2) { $0 + $1.count + 1 })
    body.append(UInt8(ascii: "["))
    for value in values {
      if body.count > 1 { body.append(UInt8(ascii: ",")) }
      body += value
    }
    body.append(UInt8(ascii: "]"))
    self.init(method, target, written: body, isRepeatable: isRepeatable)
  }

  /// A request whose body is a form.
  package init(
    _ method: HTTPMethod, _ target: String, form: [(name: String, value: String)],
    isRepeatable: Bool
  ) {
    let pairs = form.map {
      PercentEncoding.encode($0.name) + "=" + PercentEncoding.encode($0.value)
    }
    self.init(
      method, target, headers: ["Content-Type": "application/x-www-form-urlencoded"],
      body: Array(pairs.joined(separator: "&").utf8), isRepeatable: isRepeatable)
  }
}

extension JSONObject {
  /// The members as a form has them: texts as they are, nothing for `null`, anything else as JSON.
  package var formFields: [(name: String, value: String)] {
    members.map { member in
      let isNull = member.value == .null
      let text = member.value.string ?? String(decoding: member.value.bytes, as: UTF8.self)
      return (member.name, isNull ? "" : text)
    }
  }
}
