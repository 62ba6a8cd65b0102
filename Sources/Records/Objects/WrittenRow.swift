// A row of a CSV file as the JSON that goes out for it, made once from the bytes of its cells. What somebody needs the
// value of is read out of that; nobody else makes values of it.

/// The fields that the columns of a header hold, none inside another.
final class WrittenShape: Sendable {
  let names: [String]
  let places: NamePlaces
  /// `,"name":` for each field, one behind the other, and where each ends.
  let beginnings: [UInt8]
  let ends: [Int]
  /// The bytes that all names take.
  let room: Int

  init(_ names: [String]) {
    self.names = names
    places = NamePlaces(names)
    var beginnings: [UInt8] = []
    ends = names.map { name in
      beginnings.append(UInt8(ascii: ","))
      JSONValue.write(name, to: &beginnings)
      beginnings.append(UInt8(ascii: ":"))
      return beginnings.count
    }
    self.beginnings = beginnings
    room = 2 + beginnings.count + 2 * names.count
  }

  private init(_ other: WrittenShape) {
    names = other.names
    places = other.places
    beginnings = other.beginnings
    ends = other.ends
    room = other.room
  }

  /// The same for the rows that follow: all rows count up one shape on the core where they are made, and down again on the
  /// one where they are used, so that these wait for each other at every row of a long file.
  var renewed: WrittenShape { WrittenShape(self) }
}

/// A row's fields as JSON text, with the place of each value.
package final class WrittenRow: Sendable {
  /// Where a value stands; nowhere for a field that is left out.
  struct Place: Sendable {
    var start: Int32 = 0
    var end: Int32 = 0
    var form = CellReader.Written.nothing
  }

  /// The object, compact.
  package let bytes: [UInt8]
  private let places: [Place]
  private let shape: WrittenShape

  init(_ bytes: [UInt8], _ places: [Place], _ shape: WrittenShape) {
    self.bytes = bytes
    self.places = places
    self.shape = shape
  }

  /// The names of all fields, those that are left out among them.
  package var names: [String] { shape.names }

  /// Whether another row is of the same header, and so has the same names.
  package func hasHeader(of other: WrittenRow) -> Bool { shape.places === other.shape.places }

  /// Whether the field at a place is there.
  package func has(_ place: Int) -> Bool { places[place].end > 0 }

  /// The first name of a field that is there of which this is so.
  func firstName(where isWanted: (String) -> Bool) -> String? {
    names.indices.first { has($0) && isWanted(names[$0]) }.map { names[$0] }
  }

  /// Whether any field is there.
  var isEmpty: Bool { bytes.count == 2 }

  /// Where in the bytes a text stands that is ASCII and has nothing escaped; `nil` for any other value.
  package func plainText(at place: Int) -> Range<Int>? {
    let place = places[place]
    return place.form == .plain ? Int(place.start) + 1..<Int(place.end) - 1 : nil
  }

  /// The same under a name.
  func plainText(under name: String) -> Range<Int>? {
    shape.places[name].flatMap { plainText(at: $0) }
  }

  /// Whether the value at a place is a list of texts, written with commas alone.
  package func isListOfTexts(at place: Int) -> Bool { places[place].form == .texts }

  /// The value at a place, `nil` where there is none.
  package func value(at place: Int) -> JSONValue? {
    guard has(place) else { return nil }
    let bytes = bytes
    if let text = plainText(at: place) {
      return String(utf8: bytes.span.extracting(text)).map { .string($0) }
    }
    let range = Int(places[place].start)..<Int(places[place].end)
    return try? JSONValue(parsing: bytes.span.extracting(range))
  }

  /// The value under a name, `nil` where there is none.
  subscript(name: String) -> JSONValue? {
    guard let place = shape.places[name] else { return nil }
    return value(at: place)
  }

  /// What is made of the first value under one of some names of which anything is made.
  func first<Result>(of names: [String], _ made: (JSONValue) -> Result?) -> Result? {
    let places = shape.places
    for name in names {
      if let place = places[name], let value = value(at: place), let result = made(value) {
        return result
      }
    }
    return nil
  }

  /// Whether there is a value under a name, other than `null`.
  func holds(_ name: String) -> Bool {
    guard let place = shape.places[name], has(place) else { return false }
    return bytes[Int(places[place].start)] != UInt8(ascii: "n")
  }

  /// All fields with their values.
  var members: [JSONObject.Member] {
    names.indices.compactMap { place in
      value(at: place).map { JSONObject.Member(names[place], $0) }
    }
  }
}

/// A row on its way into writing.
struct RowWriter: ~Copyable {
  private let shape: WrittenShape
  private var bytes: [UInt8] = []
  private var places: [WrittenRow.Place] = []

  /// `room` is what the cells take together, about.
  init(_ shape: WrittenShape, room: Int) {
    self.shape = shape
    bytes.reserveCapacity(shape.room + room)
    places.reserveCapacity(shape.names.count)
  }

  /// Adds the next field; it is left out where the cell is empty.
  mutating func add(_ cell: Span<UInt8>, _ reader: CellReader) throws(RowFault) {
    let before = bytes.count
    let (place, beginnings) = (places.count, shape.beginnings)
    let beginning = (place == 0 ? 0 : shape.ends[place - 1])..<shape.ends[place]
    bytes.append(copying: beginnings.span.extracting(beginning))
    let start = bytes.count
    let form = try reader.write(cell, to: &bytes)
    if form == .nothing {
      bytes.removeLast(bytes.count - before)
      return places.append(WrittenRow.Place())
    }
    places.append(
      WrittenRow.Place(
        start: Int32(clamping: start), end: Int32(clamping: bytes.count), form: form))
  }

  /// The row, once all its fields were added: the bracket takes the place of the first comma.
  consuming func row() -> WrittenRow {
    if bytes.isEmpty { bytes.append(UInt8(ascii: "{")) } else { bytes[0] = UInt8(ascii: "{") }
    bytes.append(UInt8(ascii: "}"))
    return WrittenRow(bytes, places, shape)
  }
}
