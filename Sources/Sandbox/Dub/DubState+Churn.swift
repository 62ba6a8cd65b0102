// What another client of the workspace does to Dub's links while they are read.

import Records

extension DubState: Churned {
  mutating func addForOther(_ dice: inout ChurnDice, at now: Timestamp) {
    let batch = Int(truncatingIfNeeded: draw())
    let folders = workspace.folderList.filter { $0.access == .write }
    let folder = dice.roll(below: folders.count + 1)
    var link = DubLink(
      id: "", folderID: folder > 0 ? folders[folder - 1].id : nil,
      isArchived: dice.roll(below: 100) < shape.archivedPercent,
      key: "other-\(dice.number)", url: "https://example.com/other/\(dice.number)")
    if let tag = workspace.tagList.pick(&dice) { link.tags = [tag.id] }
    link["userId"] = "user_other"
    insert(link, batch: batch, at: now, counts: false)
  }

  mutating func deleteForOther(_ dice: inout ChurnDice) -> Bool {
    let place = links.place(ofRank: dice.roll(below: links.count))
    return deleteForOther(at: place)
  }

  mutating func deleteAtSeam() -> Bool {
    while let place = seam.popLast() { if deleteForOther(at: place) { return true } }
    return false
  }

  private mutating func deleteForOther(at place: Int) -> Bool {
    guard let link = links.link(at: place), !link.isForeign, !link.isRoot else { return false }
    remove(link, counts: false)
    return true
  }
}

extension [DubTag] {
  /// One of the tags, or none.
  fileprivate func pick(_ dice: inout ChurnDice) -> DubTag? {
    let place = dice.roll(below: count + 1)
    return place > 0 ? self[place - 1] : nil
  }
}
