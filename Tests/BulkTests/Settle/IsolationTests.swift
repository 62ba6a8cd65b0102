import Bulk
import TestSupport
import Testing

/// A provider that refuses a request whole when it holds a bad link or is too long.
private struct Refuser {
  var bad: Set<Int>
  var longest = Int.max

  func accepts(_ links: [Int]) -> Bool {
    links.count <= longest && !links.contains(where: bad.contains)
  }
}

/// What an isolation came to.
private struct Played {
  var passed: [Int] = []
  var found: [Int] = []
  var requests = 0
  var mostAtOnce = 0
  var sizeLimit: Int?
}

/// Links by their places.
private func links(_ count: Int) -> [Int] { Array(0..<count) }

/// Plays an isolation against a refuser; with more than one lane, answers come in a shuffled order.
private func play(
  _ links: [Int], _ refuser: Refuser, lanes: Int = 1, seed: UInt64 = 1
) -> Played {
  var random = SeededGenerator(seed: seed)
  var isolation = Isolation(refused: links, lanes: lanes)
  var played = Played()
  var inFlight: [Isolation<Int>.Trial] = []
  while true {
    while let trial = isolation.next() { inFlight.append(trial) }
    played.mostAtOnce = max(played.mostAtOnce, inFlight.count)
    guard !inFlight.isEmpty else { break }
    let trial = inFlight.remove(at: Int.random(in: 0..<inFlight.count, using: &random))
    played.requests += 1
    if refuser.accepts(trial.items) {
      played.passed += trial.items
      isolation.passed(trial)
    } else {
      if trial.items.count == 1 { played.found += trial.items }
      isolation.refused(trial)
    }
  }
  played.sizeLimit = isolation.sizeLimit
  return played
}

@Suite struct IsolationTests {
  @Test(
    "every good link passes once and every bad one is found alone",
    arguments: [1, 2, 3, 7, 100, 1_000], [1, 4])
  func exact(count: Int, lanes: Int) {
    var random = SeededGenerator(seed: UInt64(count))
    for badCount in [1, count / 10, count / 2, count] where (1...count).contains(badCount) {
      let all = links(count)
      let bad = Set(all.shuffled(using: &random).prefix(badCount))
      let played = play(all, Refuser(bad: bad), lanes: lanes)
      #expect(played.found.count == bad.count && Set(played.found) == bad)
      #expect(played.passed.count == count - badCount)
      #expect(Set(played.passed) == Set(all).subtracting(bad))
      #expect(played.sizeLimit == nil, "nothing was about size")
    }
  }

  @Test("every placement of bad links among up to eight is exact")
  func exhaustive() {
    for count in 1...8 {
      let all = links(count)
      for pattern in 1..<(1 << count) {
        let bad = Set(all.enumerated().filter { pattern >> $0.offset & 1 == 1 }.map(\.element))
        let played = play(all, Refuser(bad: bad))
        #expect(Set(played.found) == bad && played.passed.count == count - bad.count)
      }
    }
  }

  @Test("seven bad links of 25,000, anywhere, take fewer than 150 requests")
  func sevenAnywhere() {
    let batches = stride(from: 0, to: 25_000, by: 10_000).map { start in
      Array(links(25_000)[start..<min(start + 10_000, 25_000)])
    }
    var placements: [[Int]] = [
      Array(0..<7), Array(24_993..<25_000), [0, 9_999, 10_000, 19_999, 20_000, 24_999, 12_345],
      Array(5_000..<5_007), [0, 1_428, 2_857, 4_285, 5_714, 7_142, 8_571],
      [9_993, 9_994, 9_995, 9_996, 9_997, 9_998, 9_999], [0, 2, 4, 8, 16, 32, 64],
      [0, 5_000, 9_999, 10_000, 15_000, 19_999, 20_000],
    ]
    var random = SeededGenerator(seed: 7)
    for _ in 0..<300 {
      placements.append((0..<7).map { _ in .random(in: 0..<25_000, using: &random) })
    }
    var worst = 0
    for placement in placements {
      let bad = Set(placement)
      var requests = 0
      for batch in batches {
        requests += 1
        if bad.isDisjoint(with: batch) { continue }
        requests += play(batch, Refuser(bad: bad), lanes: 8).requests
      }
      worst = max(worst, requests)
    }
    #expect(worst < 150, "the worst placement took \(worst)")
  }

  @Test("many bad links cost little more than a request each")
  func dense() {
    let all = links(2_000)
    let half = Set(all.enumerated().filter { $0.offset.isMultiple(of: 2) }.map(\.element))
    #expect(play(all, Refuser(bad: half)).requests < 3_200)
    #expect(play(all, Refuser(bad: Set(all))).requests < 2_100)
  }

  @Test("many bad links are looked for side by side, few are not")
  func lanes() {
    let all = links(1_000)
    #expect(play(all, Refuser(bad: Set(all)), lanes: 8).mostAtOnce == 8)
    #expect(play(all, Refuser(bad: [all[500]]), lanes: 8).mostAtOnce == 1)
  }

  @Test("a limit on size that looks like a bad link is found out, and nothing is blamed")
  func size() throws {
    let played = play(links(10_000), Refuser(bad: [], longest: 1_000))
    #expect(played.found.isEmpty && played.passed.count == 10_000)
    #expect((500...1_000).contains(try #require(played.sizeLimit)))
    #expect(played.requests < 100)
  }

  @Test("bad links are found under a limit on size too")
  func sizeAndBad() {
    let all = links(10_000)
    let bad: Set = [all[3], all[4_000], all[9_999]]
    let played = play(all, Refuser(bad: bad, longest: 1_000), lanes: 4)
    #expect(Set(played.found) == bad && played.passed.count == 9_997)
  }
}
