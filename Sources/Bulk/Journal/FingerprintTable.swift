// What a journal tells of each fingerprint, in about 40 bytes for each.

/// Counts for fingerprints: a hash table with open addressing, as full as five sixths.
struct FingerprintTable: Sendable {
  /// What is known of the rows that have one fingerprint.
  struct Standing: Sendable, Equatable {
    var done: UInt32 = 0
    var inDoubt: UInt32 = 0
    /// The last batch in which one of them was done, or may have been where they have a subject.
    var lastBatch: UInt32 = 0
    /// `RowSubject.short`; zero where there is none.
    var subject: UInt32 = 0
  }

  /// No fingerprint is zero here: the one that is counts as one.
  private var keys: [UInt128]
  private var standings: [Standing]
  private(set) var count = 0

  /// With room for so many before it has to grow.
  init(room: Int = 0) {
    let slots = max(8, room + room / 5 + 1)
    keys = Array(repeating: 0, count: slots)
    standings = Array(repeating: Standing(), count: slots)
  }

  /// The slots in use and not in use; an index of a slot stays right until something is added.
  var slotCount: Int { keys.count }

  subscript(slot: Int) -> Standing {
    get { standings[slot] }
    set { standings[slot] = newValue }
  }

  /// The standing of a slot; `nil` where the slot is free.
  func standing(at slot: Int) -> Standing? { keys[slot] == 0 ? nil : standings[slot] }

  /// Every standing, in no order.
  var all: some Sequence<Standing> { zip(keys, standings).lazy.filter { $0.0 != 0 }.map(\.1) }

  /// Where a fingerprint is, `nil` when it is not.
  func slot(of fingerprint: Fingerprint) -> Int? {
    let slot = place(of: max(1, fingerprint.bits))
    return keys[slot] == 0 ? nil : slot
  }

  /// Where a fingerprint is, which is added when it is not there.
  mutating func addedSlot(of fingerprint: Fingerprint) -> Int {
    let key = max(1, fingerprint.bits)
    var slot = place(of: key)
    guard keys[slot] == 0 else { return slot }
    if (count + 1) * 6 > keys.count * 5 {
      grow()
      slot = place(of: key)
    }
    keys[slot] = key
    count += 1
    return slot
  }

  /// The slot of a key, or the free one where it belongs.
  private func place(of key: UInt128) -> Int {
    let hash = UInt64(truncatingIfNeeded: key >> 64)
    // The high word of the product is below the count, whatever the hash.
    var slot = Int(truncatingIfNeeded: hash.multipliedFullWidth(by: UInt64(keys.count)).high)
    while keys[slot] != 0, keys[slot] != key { slot = slot + 1 == keys.count ? 0 : slot + 1 }
    return slot
  }

  private mutating func grow() {
    let (old, oldStandings) = (keys, standings)
    let slots = keys.count + keys.count / 2
    keys = Array(repeating: 0, count: slots)
    standings = Array(repeating: Standing(), count: slots)
    for (key, standing) in zip(old, oldStandings) where key != 0 {
      let slot = place(of: key)
      keys[slot] = key
      standings[slot] = standing
    }
  }
}
