// Hosts that are reached without leaving a private network, as far as their names and numbers tell.

package enum PrivateHost {
  /// Whether a host is an address of a private network, or a name that the public one does not know.
  ///
  /// The host as a URL has it: an IPv4 address in its usual form, an IPv6 address in brackets.
  package static func isPrivate(_ host: String) -> Bool {
    if host.hasPrefix("["), host.hasSuffix("]") {
      let address = IPv6Address(String(host.dropFirst().dropLast()))
      return address.map { isPrivate($0) } ?? false
    }
    if IPv4Address.isMeant(by: host) { return IPv4Address(host).map { isPrivate($0) } ?? false }
    var name = host.lowercased()[...]
    if name.hasSuffix(".") { name.removeLast() }
    return !name.isEmpty && !name.contains(".") || endings.contains { name.hasSuffix($0) }
  }

  /// RFC 1918, and the addresses of one link.
  private static func isPrivate(_ address: IPv4Address) -> Bool {
    let number = address.number
    return number >> 24 == 10 || number >> 20 == 0xAC1 || number >> 16 == 0xC0A8
      || number >> 16 == 0xA9FE
  }

  /// RFC 4193, and the addresses of one link.
  private static func isPrivate(_ address: IPv6Address) -> Bool {
    address.pieces.first.map { $0 >> 9 == 0xFC >> 1 || $0 >> 6 == 0xFE80 >> 6 } ?? false
  }

  /// RFC 6762, RFC 8375, and the domain that ICANN set aside.
  private static let endings = [".local", ".home.arpa", ".internal", ".lan"]
}
