import { createHash } from "node:crypto";
import { deflateSync } from "node:zlib";
import { type GitObject, readObject } from "../objects.ts";
import { packet, packetsIn } from "./packets.ts";

/** An object as a pack holds it, and the ids that it names. */
type Packed = { readonly entry: Buffer; readonly leads: readonly string[]; readonly parents?: readonly string[] };

/**
 * git's answer to who has nothing yet and asks for commits or tags, with all before them or without: two processes less
 * for most fetches. `undefined`: something else is asked, or so much that git does it sooner.
 */
export const wholePack = async (dir: string, asked: Buffer): Promise<Buffer | undefined> => {
  const lines = packetsIn(asked.toString("latin1"));
  if (lines[0] !== "command=fetch" || lines.at(-1) !== "done" || !lines.includes("no-progress")) return undefined;
  if (!lines.every((line) => understood.test(line))) return undefined;
  const wants = lines.flatMap((line) => (line.startsWith("want ") ? [line.slice("want ".length)] : []));
  // What is kept of another repository need not be here.
  if ((await Promise.all(wants.map((id) => readObject(dir, id)))).includes(undefined)) return undefined;
  const isCut = lines.includes("deepen 1");
  const objects = await walk(dir, wants, isCut);
  if (objects === undefined) return undefined;
  const cut = [...objects].flatMap(([id, { parents }]) => (isCut && parents !== undefined ? [`shallow ${id}`] : []));
  const ends = isCut ? `${[packet("shallow-info\n"), ...cut.toReversed().map(packet)].join("")}0001` : "";
  const pack = packOf([...objects.values()]);
  return Buffer.concat([Buffer.from(`${ends}${packet("packfile\n")}`), ...inBand(pack), Buffer.from("0000")]);
};

const understood =
  /^(command=fetch|agent=.*|object-format=sha1|thin-pack|ofs-delta|no-progress|done|deepen 1|want [0-9a-f]{40})$/;

const maxObjects = 3000;

const walk = async (
  dir: string,
  wants: readonly string[],
  isCut: boolean,
): Promise<ReadonlyMap<string, Packed> | undefined> => {
  const found = new Map<string, Packed>();
  for (let next = new Set(wants); next.size > 0; ) {
    const level = await Promise.all([...next].map(async (id) => [id, await packed(dir, id)] as const));
    for (const [id, object] of level) {
      if (object === undefined || found.size === maxObjects) return undefined;
      found.set(id, object);
    }
    const led = level.flatMap(([, object]) => [...(object?.leads ?? []), ...(isCut ? [] : (object?.parents ?? []))]);
    next = new Set(led.filter((id) => !found.has(id)));
  }
  return found;
};

/** Of whatever repository: an id is made of what it names. */
const known = new Map<string, Packed>();

const packed = async (dir: string, id: string): Promise<Packed | undefined> => {
  const before = known.get(id);
  if (before !== undefined) return before;
  const object = await readObject(dir, id);
  if (object === undefined) return undefined;
  const found = { entry: entryOf(object), ...namedIn(object) };
  known.set(id, found);
  return found;
};

const namedIn = ({ type, bytes }: GitObject): Omit<Packed, "entry"> => {
  if (type === "tree") return { leads: inTree(bytes) };
  if (type === "blob") return { leads: [] };
  const [head = ""] = bytes.toString("latin1").split("\n\n");
  const ids = (word: string) =>
    [...head.matchAll(new RegExp(`^${word} ([0-9a-f]{40})$`, "gm"))].map(([, id = ""]) => id);
  return type === "tag" ? { leads: ids("object") } : { leads: ids("tree"), parents: ids("parent") };
};

/** `<mode> <name>\0<20 bytes>`, again and again; a submodule's commit is elsewhere. */
const inTree = (bytes: Buffer): readonly string[] => {
  const ids: string[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = bytes.indexOf(0, at);
    if (bytes.toString("latin1", at, at + 6) !== "160000") ids.push(bytes.toString("hex", end + 1, end + 21));
    at = end + 21;
  }
  return ids;
};

const typeNumbers: Readonly<Record<string, number>> = { commit: 1, tree: 2, blob: 3, tag: 4 };

/** The type and four bits of the size, then seven bits a byte; the highest bit says that more follow (gitformat-pack(5)). */
const entryOf = ({ type, bytes }: GitObject): Buffer => {
  const head = [((typeNumbers[type] ?? 0) << 4) | (bytes.length & 15)];
  for (let rest = bytes.length >>> 4; rest > 0; rest >>>= 7) head.push((head.pop() ?? 0) | 128, rest & 127);
  return Buffer.concat([Buffer.from(head), deflateSync(bytes)]);
};

const packOf = (objects: readonly Packed[]): Buffer => {
  const head = Buffer.from("PACK\0\0\0\u0002\0\0\0\0");
  head.writeUInt32BE(objects.length, 8);
  const body = Buffer.concat([head, ...objects.map(({ entry }) => entry)]);
  return Buffer.concat([body, createHash("sha1").update(body).digest()]);
};

/** Bytes of a packet at most, without its length and the number of its band. */
const maxPacketBytes = 65_515;

const inBand = (pack: Buffer): readonly Buffer[] =>
  Array.from({ length: Math.ceil(pack.length / maxPacketBytes) }, (_, at) => {
    const part = pack.subarray(at * maxPacketBytes, (at + 1) * maxPacketBytes);
    return Buffer.concat([Buffer.from(`${(part.length + 5).toString(16).padStart(4, "0")}\u0001`), part]);
  });
