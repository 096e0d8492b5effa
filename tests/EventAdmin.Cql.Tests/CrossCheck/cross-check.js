// Does what the request on standard input asks with the public driver for Node, and answers on standard output. Values go both ways in a plain
// form that has one spelling for each value, so that two clients can be compared by their text.
"use strict";

const cassandra = require("cassandra-driver");
const { BigDecimal, Duration, InetAddress, Integer, LocalDate, LocalTime, Long, TimeUuid, Tuple, Uuid, Vector } = cassandra.types;

const place = ["name", "code"];

// "map<int, frozen<list<text>>>" as { name: "map", of: [...] }.
function parseType(text) {
  const open = text.indexOf("<");
  if (open < 0) {
    return { name: text, of: [] };
  }
  const name = text.slice(0, open);
  const parts = [];
  let depth = 0;
  let start = open + 1;
  for (let at = start; at < text.length; at++) {
    const sign = text[at];
    if (sign === "<") depth++;
    if (sign === ">") depth--;
    if ((sign === "," && depth === 0) || depth < 0) {
      parts.push(text.slice(start, at).trim());
      start = at + 1;
    }
  }
  return name === "frozen" ? parseType(parts[0]) : { name, of: parts.map(parseType) };
}

function floatText(number, bytes) {
  if (!Number.isFinite(number)) return String(number);
  const buffer = Buffer.alloc(bytes);
  if (bytes === 4) buffer.writeFloatBE(number);
  else buffer.writeDoubleBE(number);
  return buffer.toString("hex");
}

function floatOf(text) {
  if (/^(NaN|-?Infinity)$/.test(text)) return Number(text);
  const buffer = Buffer.from(text, "hex");
  return buffer.length === 4 ? buffer.readFloatBE() : buffer.readDoubleBE();
}

function decimalOf(text) {
  const [unscaled, scale] = text.split("@");
  return new BigDecimal(Integer.fromString(unscaled), Number(scale));
}

function durationOf(text) {
  const [months, days, nanoseconds] = text.split(",");
  return new Duration(Number(months), Number(days), Long.fromString(nanoseconds));
}

const simple = {
  ascii: { to: (v) => v, from: (v) => v },
  bigint: { to: Long.fromString, from: String },
  blob: { to: (v) => Buffer.from(v, "hex"), from: (v) => v.toString("hex") },
  boolean: { to: (v) => v, from: (v) => v },
  date: { to: LocalDate.fromString, from: String },
  decimal: { to: decimalOf, from: (v) => `${v._intVal}@${v._scale}` },
  double: { to: floatOf, from: (v) => floatText(v, 8) },
  duration: { to: durationOf, from: (v) => `${v.months},${v.days},${v.nanoseconds}` },
  float: { to: floatOf, from: (v) => floatText(v, 4) },
  inet: { to: (v) => new InetAddress(Buffer.from(v, "hex")), from: (v) => v.getBuffer().toString("hex") },
  int: { to: Number, from: String },
  smallint: { to: Number, from: String },
  text: { to: (v) => v, from: (v) => v },
  time: { to: (v) => new LocalTime(Long.fromString(v)), from: (v) => String(v.getTotalNanoseconds()) },
  timestamp: { to: (v) => new Date(Number(v)), from: (v) => String(v.getTime()) },
  timeuuid: { to: TimeUuid.fromString, from: String },
  tinyint: { to: Number, from: String },
  uuid: { to: Uuid.fromString, from: String },
  varchar: { to: (v) => v, from: (v) => v },
  varint: { to: Integer.fromString, from: String },
};

function toDriver(type, value) {
  if (value === null) return null;
  switch (type.name) {
    case "list":
    case "set":
      return value.map((one) => toDriver(type.of[0], one));
    case "map":
      return new Map(value.map(([key, one]) => [toDriver(type.of[0], key), toDriver(type.of[1], one)]));
    case "tuple":
      return Tuple.fromArray(value.map((one, index) => toDriver(type.of[index], one)));
    case "vector":
      return new Vector(value.map((one) => toDriver(type.of[0], one)), type.of[0].name);
    case "place":
      return { name: value[0], code: value[1] === null ? null : Number(value[1]) };
    default:
      return simple[type.name].to(value);
  }
}

function fromDriver(type, value) {
  if (value === null || value === undefined) return null;
  switch (type.name) {
    case "list":
    case "set":
    case "vector":
      return Array.from(value, (one) => fromDriver(type.of[0], one));
    case "map":
      return Array.from(value.entries(), ([key, one]) => [fromDriver(type.of[0], key), fromDriver(type.of[1], one)]);
    case "tuple":
      return type.of.map((of, index) => fromDriver(of, value.get(index)));
    case "place":
      return place.map((field) => (value[field] === null || value[field] === undefined ? null : String(value[field])));
    default:
      return simple[type.name].from(value);
  }
}

async function write(client, request) {
  const types = request.types.map(parseType);
  for (const { id, values } of request.rows) {
    await client.execute(request.cql, [id, ...values.map((value, index) => toDriver(types[index], value))], { prepare: true });
  }
  return {};
}

async function read(client, request) {
  const types = request.types.map(parseType);
  const rows = [];
  for (const id of request.ids) {
    const row = (await client.execute(request.cql, [id], { prepare: true })).first();
    rows.push(types.map((type, index) => fromDriver(type, row[request.names[index]])));
  }
  return { rows };
}

function locate(client, request) {
  return {
    places: request.keys.map((key) => {
      const token = client.metadata.newToken(Buffer.from(key, "hex"));
      return {
        token: token.toString(),
        replicas: request.keyspaces.map((keyspace) => client.metadata.getReplicas(keyspace, token).map((host) => host.address.split(":")[0])),
      };
    }),
  };
}

async function main() {
  const chunks = [];
  for await (const chunk of process.stdin) chunks.push(chunk);
  const request = JSON.parse(Buffer.concat(chunks).toString("utf8"));
  const client = new cassandra.Client({
    contactPoints: [request.contactPoint],
    localDataCenter: "dc1",
    // Maps with keys other than text need it, and the driver's own reading of keyspaces does not get on with it.
    encoding: request.verb === "locate" ? {} : { map: Map },
  });
  await client.connect();
  try {
    const answer = await { write, read, locate }[request.verb](client, request);
    process.stdout.write(JSON.stringify(answer));
  } finally {
    await client.shutdown();
  }
}

main().catch((error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
});
