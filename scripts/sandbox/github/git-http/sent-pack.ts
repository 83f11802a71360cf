import { createHash } from "node:crypto";
import { deflateSync } from "node:zlib";
import { type GitObject, lookUp, readObject } from "../objects.ts";
import { packet, packetsIn } from "./packets.ts";

/** An object as a pack holds it, and the ids that it names. */
type Packed = { readonly entry: Buffer; readonly leads: readonly string[]; readonly parents?: readonly string[] };

/**
 * git's answer to who asks for commits or tags, with all before them or without, and says what he has: two processes less
 * for most fetches. `undefined`: something else is asked, or so much that git does it sooner.
 */
export const sentPack = async (dir: string, asked: Buffer): Promise<Buffer | undefined> => {
  const lines = packetsIn(asked);
  if (lines[0] !== "command=fetch" || lines.at(-1) !== "done" || !lines.includes("no-progress")) return undefined;
  if (!lines.every((line) => understood.test(line))) return undefined;
  const ids = (word: string) => lines.flatMap((line) => (line.startsWith(`${word} `) ? [line.slice(-40)] : []));
  const [wants, haves] = await Promise.all(["want", "have"].map((word) => present(dir, ids(word))));
  const [shallow, isCut] = [new Set(ids("shallow")), lines.includes("deepen 1")];
  // What is kept of another repository need not be here.
  if (wants === undefined || wants.length < ids("want").length) return undefined;
  const known = await walk(dir, haves ?? [], (id) => shallow.has(id));
  const objects = known && (await walk(dir, wants, (id) => isCut || shallow.has(id), known));
  if (objects === undefined) return undefined;
  // Who has what was before is told too.
  const ends = isCut ? await Promise.all(wants.map((id) => lookUp(dir, `${id}^{commit}`))) : [];
  const cut = new Set(ends.flatMap((end) => (end === undefined || shallow.has(end.sha) ? [] : [end.sha])));
  const shallowLines = [...cut].toReversed().map((id) => packet(`shallow ${id}`));
  const info = isCut || shallow.size > 0 ? `${packet("shallow-info\n")}${shallowLines.join("")}0001` : "";
  const pack = packOf([...objects.values()]);
  return Buffer.concat([Buffer.from(`${info}${packet("packfile\n")}`), ...inBand(pack), Buffer.from("0000")]);
};

const understood =
  /^(command=fetch|agent=.*|object-format=sha1|thin-pack|ofs-delta|no-progress|done|deepen 1|(want|have|shallow) [0-9a-f]{40})$/;

const present = async (dir: string, ids: readonly string[]): Promise<readonly string[]> => {
  const found = await Promise.all(ids.map((id) => lookUp(dir, id)));
  return ids.filter((_, at) => found[at] !== undefined);
};

const maxObjects = 3000;

/** What these lead to, and none of `except`; past a commit that is cut nothing. */
const walk = async (
  dir: string,
  from: readonly string[],
  isCut: (id: string) => boolean,
  except: ReadonlyMap<string, Packed> = new Map(),
): Promise<ReadonlyMap<string, Packed> | undefined> => {
  const found = new Map<string, Packed>();
  const isNew = (id: string): boolean => !found.has(id) && !except.has(id);
  for (let next = new Set(from.filter(isNew)); next.size > 0; ) {
    const level = await Promise.all([...next].map(async (id) => [id, await packed(dir, id)] as const));
    const led: string[] = [];
    for (const [id, object] of level) {
      if (object === undefined || found.size === maxObjects) return undefined;
      found.set(id, object);
      led.push(...object.leads, ...(isCut(id) ? [] : (object.parents ?? [])));
    }
    next = new Set(led.filter(isNew));
  }
  return found;
};

/** Of whatever repository: an id is made of what it names. */
const packedBefore = new Map<string, Packed>();

const packed = async (dir: string, id: string): Promise<Packed | undefined> => {
  const before = packedBefore.get(id);
  if (before !== undefined) return before;
  const object = await readObject(dir, id);
  if (object === undefined) return undefined;
  const found = { entry: entryOf(object), ...namedIn(object) };
  packedBefore.set(id, found);
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
