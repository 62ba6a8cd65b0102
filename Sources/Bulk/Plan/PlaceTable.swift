// Where equal items of a batch are, so that each is sent once.

/// A hash table from items, by a hash of theirs, to their places in a batch; it keeps its room from batch to batch.
struct PlaceTable: Sendable {
  private struct Slot: Sendable {
    var hash: UInt64 = 0
    /// The batch that it was filled in; any other one sees it empty.
    var turn: UInt32 = 0
    var place: UInt32 = 0
  }

  private var slots = [Slot](repeating: Slot(), count: 256)
  private var turn: UInt32 = 1
  private var count = 0

  /// Forgets everything.
  mutating func clear() {
    count = 0
    turn &+= 1
    // After four thousand million batches an old one would come back.
    if turn == 0 { (slots, turn) = ([Slot](repeating: Slot(), count: slots.count), 1) }
  }

  /// The place of an item that has this hash and is the one, `nil` where there is none.
  func place(of hash: UInt64, _ isIt: (Int) -> Bool) -> Int? {
    var index = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[index].turn == turn {
      if slots[index].hash == hash, isIt(Int(slots[index].place)) { return Int(slots[index].place) }
      index = (index + 1) & (slots.count - 1)
    }
    return nil
  }

  /// Adds an item that is not there.
  mutating func add(_ hash: UInt64, at place: Int) {
    if 2 * (count + 1) > slots.count { grow() }
    fill(hash, UInt32(clamping: place))
    count += 1
  }

  private mutating func fill(_ hash: UInt64, _ place: UInt32) {
    var index = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[index].turn == turn { index = (index + 1) & (slots.count - 1) }
    slots[index] = Slot(hash: hash, turn: turn, place: place)
  }

  private mutating func grow() {
    let old = slots
    slots = [Slot](repeating: Slot(), count: 2 * old.count)
    for slot in old where slot.turn == turn { fill(slot.hash, slot.place) }
  }
}
