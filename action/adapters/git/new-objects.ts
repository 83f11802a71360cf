import { createHash } from "node:crypto";
import { deflateSync } from "node:zlib";
import { onceEach } from "../../core/text/once.ts";
import { gather } from "./gather.ts";
import { git } from "./run.ts";

type ObjectType = "commit" | "tree" | "blob" | "tag";
type NewObject = { readonly type: ObjectType; readonly body: Uint8Array };

/** Objects that are made here and given to git together: for each one by one, starting git is all that it costs. */
export type NewObjects = {
  /** Its name, which is made of its content. git does not have it before `store`. */
  add(type: ObjectType, body: Uint8Array): string;
  store(): Promise<void>;
};

export const newObjects = async (dir: string): Promise<NewObjects> => {
  const format = await formatOf(dir);
  const made = new Map<string, NewObject>();
  return {
    add: (type, body) => {
      const oid = createHash(format).update(`${type} ${body.length}\0`).update(body).digest("hex");
      made.set(oid, { type, body });
      return oid;
    },
    store: () => storeIn(dir)(made),
  };
};

const formatOf = onceEach(async (dir: string) => (await git(dir, ["rev-parse", "--show-object-format"])).trim());

const stores = new Map<string, (made: ReadonlyMap<string, NewObject>) => Promise<void>>();
const storeIn = (dir: string) => {
  const known = stores.get(dir) ?? gather((all: readonly ReadonlyMap<string, NewObject>[]) => giveToGit(dir, all));
  stores.set(dir, known);
  return known;
};

const giveToGit = async (dir: string, all: readonly ReadonlyMap<string, NewObject>[]): Promise<void> => {
  const objects = [...new Map(all.flatMap((made) => [...made])).values()];
  await git(dir, ["index-pack", "--stdin"], { input: packOf(objects, await formatOf(dir)) });
};

/** As git writes many objects after each other: gitformat-pack(5), without deltas. */
const packOf = (objects: readonly NewObject[], format: string): Buffer => {
  const head = Buffer.from("PACK\0\0\0\u0002\0\0\0\0");
  head.writeUInt32BE(objects.length, 8);
  const parts = [
    head,
    ...objects.flatMap(({ type, body }) => [entryHead(type, body.length), deflateSync(body, { level: 1 })]),
  ];
  const pack = Buffer.concat(parts);
  return Buffer.concat([pack, createHash(format).update(pack).digest()]);
};

const typeNumbers = { commit: 1, tree: 2, blob: 3, tag: 4 } as const satisfies Record<ObjectType, number>;

/** The type and four bits of the size, then seven bits a byte; the highest bit says that more follow. */
const entryHead = (type: ObjectType, size: number): Buffer => {
  const bytes = [(typeNumbers[type] << 4) | (size & 15)];
  for (let rest = Math.floor(size / 16); rest > 0; rest = Math.floor(rest / 128)) {
    bytes.push((bytes.pop() ?? 0) | 128, rest & 127);
  }
  return Buffer.from(bytes);
};
