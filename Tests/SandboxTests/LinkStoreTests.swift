// Where links are kept: sets of places, seeded links that are not kept at all, and their order in time.

import Foundation
import TestSupport
import Testing

@testable import Sandbox

struct LinkStoreTests {
  @Test(
    "a sparse set counts and finds as a plain one does", arguments: 1...5 as ClosedRange<UInt64>)
  func sparseBits(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var bits = SparseBits()
    var plain: Set<Int> = []
    for _ in 0..<3000 {
      let number = Int.random(
        in: 0..<[70, 5000, 20_000].randomElement(using: &random)!, using: &random)
      #expect(bits.insert(number) == plain.insert(number).inserted)
    }
    #expect(bits.count == plain.count)
    let rising = plain.sorted()
    for number in stride(from: 0, through: 25_000, by: 97) {
      #expect(bits.contains(number) == plain.contains(number))
      #expect(bits.count(below: number) == rising.prefix { $0 < number }.count)
    }
    let absent = (0..<25_000).filter { !plain.contains($0) }
    for rank in stride(from: 0, to: absent.count, by: 61) {
      #expect(bits.absent(rank) == absent[rank])
    }
  }

  @Test("a shuffle visits each place once, and is undone")
  func shuffles() {
    for count in [1, 2, 3, 4, 10, 99, 100, 300, 9999, 10_000] {
      for salt in 0..<3 as Range<UInt64> {
        let shuffle = Shuffle(count, salt: salt)
        let offsets = (0..<count).map(shuffle.offset)
        #expect(offsets.sorted() == Array(0..<count))
        #expect(offsets.map(shuffle.position) == Array(0..<count))
      }
    }
  }

  @Test(
    "the order in time visits each place once, is undone, and never goes back",
    arguments: [(1000, 1, 0), (1000, 300, 0), (1000, 300, 250), (7, 10, 3), (0, 1, 5), (5, 1, 9)])
  func order(count: Int, sameMoment: Int, imported: Int) {
    var shape = SeedShape()
    shape.sameMoment = sameMoment
    let order = SeedOrder(count, shape, imported: imported, salt: 3)
    let places = (0..<count).map(order.place)
    #expect(places.sorted() == Array(0..<count))
    #expect(places.map(order.rank) == Array(0..<count))
    let times = places.map(order.time)
    #expect(zip(times, times.dropFirst()).allSatisfy { $0 <= $1 })
    for (rank, place) in places.enumerated() {
      let moment = order.places(besides: place)
      #expect(moment.contains(place) && moment.count <= sameMoment)
      #expect(moment.allSatisfy { times[order.rank(of: $0)] == times[rank] })
    }
    // Beyond the seeded links places are in the order of time.
    #expect(order.place(at: count + 5) == count + 5 && order.rank(of: count + 5) == count + 5)
  }

  @Test("links of one moment are in an order that is not that of their places")
  func sameMoment() {
    var shape = SeedShape()
    shape.sameMoment = 300
    let places = (0..<300).map(SeedOrder(300, shape).place)
    #expect(places != places.sorted() && places != places.sorted().reversed())
    #expect(places != (0..<300).map(SeedOrder(300, shape, salt: 9).place))
  }

  @Test("an ID tells its index, and none that is not of the first so many")
  func indexes() {
    for index in [1, 2, 77, 4096, 999_999, 1_000_000] {
      let dub = SeededID.dub(index)
      #expect(SeededID.index(ofDub: dub, upTo: 1_000_000) == index)
      #expect(SeededID.index(ofDub: dub, upTo: index - 1) == nil)
      #expect(SeededID.index(ofDub: dub.lowercased(), upTo: 1_000_000) == nil)
      #expect(SeededID.index(of: SeededID.hoko(index), upTo: 1_000_000) == index)
      #expect(SeededID.index(of: SeededID.hoko(index), upTo: index - 1) == nil)
    }
    let made = SeededID.dub(time: 5, serial: 6)
    #expect(SeededID.index(ofDub: made, upTo: 10) == nil)
    for text in ["", "link_", "x", SeededID.dub(1) + "0", "LINK_" + SeededID.dub(1).dropFirst(5)] {
      #expect(SeededID.index(ofDub: String(text), upTo: 10) == nil)
    }
  }

  @Test(
    "a store behaves as an array of links, whatever is done to it",
    arguments: 1...8 as ClosedRange<UInt64>)
  func store(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var store = LinkStore(Numbers(count: 40))
    var links: [Number?] = (0..<40).map { Number(id: $0, text: "seed") }
    for step in 0..<400 {
      let id = Int.random(in: 0..<90, using: &random)
      let place = links.firstIndex { $0?.id == id }
      let link = Number(id: id, text: "\(step)")
      switch Int.random(in: 0..<4, using: &random) {
      case 0:
        store.insert(link)
        if let place { links[place] = link } else { links.append(link) }
      case 1:
        store.replace(id, with: link)
        if let place { links[place] = link }
      case 2 where links.allSatisfy({ $0?.id != id + 100 }):
        let renamed = Number(id: id + 100, text: "\(step)")
        store.replace(id, with: renamed)
        if let place { links[place] = renamed }
      default:
        #expect(store.remove(id) == (place != nil))
        if let place { links[place] = nil }
      }
      #expect(store.count == links.compactMap { $0 }.count)
      #expect(store.place(of: id) == links.firstIndex { $0?.id == id })
    }
    #expect(store.end == links.count)
    #expect(links.indices.map { store.link(at: $0) } == links)
    #expect(store.takenPlaces.compactMap { store.link(at: $0) } == links.compactMap { $0 })
    for (rank, place) in store.takenPlaces.enumerated() {
      #expect(store.place(ofRank: rank) == place && store.rank(of: place) == rank)
    }
  }

  private struct Number: Identifiable, Equatable {
    var id: Int
    var text: String
  }

  private struct Numbers: LinkSeeds {
    let count: Int
    func link(at place: Int) -> Number { Number(id: place, text: "seed") }
    func place(of id: Int) -> Int? { (0..<count).contains(id) ? id : nil }
  }
}
