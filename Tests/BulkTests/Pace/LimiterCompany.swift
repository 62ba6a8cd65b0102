// What may happen around a limiter: somebody else uses it too, it changes, it is one of several.

import HTTP

/// A limiter that another client uses as well: evenly, and not caring who else there is.
struct Neighboured: Limiter {
  private var base: any Limiter

  /// Seconds from one of its requests to the next.
  private let interval: Double
  private var next = 0.0

  /// Its requests, and those of them that were let through.
  private(set) var sent = 0
  private(set) var passed = 0

  init(_ base: any Limiter, requests: Double, per window: Double) {
    self.base = base
    interval = window / requests
  }

  var grain: Double { base.grain }

  func allows(at time: Double) -> Bool {
    var later = self
    later.catchUp(to: time)
    return later.base.allows(at: time)
  }

  mutating func rule(at time: Double) -> Ruling {
    catchUp(to: time)
    return base.rule(at: time)
  }

  mutating func finished() { base.finished() }

  private mutating func catchUp(to time: Double) {
    while next <= time {
      sent += 1
      if base.rule(at: next).isAllowed { passed += 1 }
      base.finished()
      next += interval
    }
  }
}

/// A limiter in whose place another comes at some moment, as when a plan is changed.
struct Changing: Limiter {
  private var now: any Limiter
  private var then: any Limiter
  private let moment: Double

  init(_ now: any Limiter, at moment: Double, to then: any Limiter) {
    self.now = now
    self.then = then
    self.moment = moment
  }

  var grain: Double { min(now.grain, then.grain) }

  func allows(at time: Double) -> Bool {
    time < moment ? now.allows(at: time) : then.allows(at: time)
  }

  mutating func rule(at time: Double) -> Ruling {
    time < moment ? now.rule(at: time) : then.rule(at: time)
  }
}

/// Two limits that hold at once, as one a second and one a minute do.
struct Both: Limiter {
  private var first: any Limiter
  private var second: any Limiter

  init(_ first: any Limiter, _ second: any Limiter) {
    self.first = first
    self.second = second
  }

  var grain: Double { min(first.grain, second.grain) }

  func allows(at time: Double) -> Bool { first.allows(at: time) && second.allows(at: time) }

  mutating func rule(at time: Double) -> Ruling {
    guard first.allows(at: time) else { return first.rule(at: time) }
    guard second.allows(at: time) else { return second.rule(at: time) }
    _ = first.rule(at: time)
    return second.rule(at: time)
  }
}

/// A key's limiter, and those of its rate classes.
struct SimulatedServer {
  var key: any Limiter
  var classes: [String: any Limiter] = [:]

  /// What of the key's limit is left where others use it too, by which the least time is told.
  var share: (any Limiter)?

  /// Counts a request where both allow it; the headers are those of its class, or of who refuses.
  mutating func rule(at time: Double, of name: String?) -> Ruling {
    guard let name, let own = classes[name] else { return key.rule(at: time) }
    guard own.allows(at: time), key.allows(at: time) else {
      return own.allows(at: time)
        ? key.rule(at: time) : classes[name]?.rule(at: time) ?? key.rule(at: time)
    }
    let ruling = classes[name]?.rule(at: time)
    let above = key.rule(at: time)
    return ruling ?? above
  }

  mutating func finished(of name: String?) {
    if let name { classes[name]?.finished() }
    key.finished()
  }
}
