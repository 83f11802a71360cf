import { startGit } from "./child.ts";
import { gitFailure } from "./git-failure.ts";
import { type NewObject, packOf } from "./pack.ts";

/** What this process made in a repository. */
type MadeHere = {
  readonly format: string;
  readonly objects: Map<string, NewObject>;
  /** The objects that came with a commit or a tag. */
  readonly tips: Map<string, readonly string[]>;
  bytes: number;
  /** git does not have these yet. */
  fresh: Map<string, NewObject>;
  stored: Promise<void>;
  /** Whether `stored` ends with a store that has not begun. */
  isNextPlanned: boolean;
};

const repositories = new Map<string, MadeHere>();

/** So many bytes are remembered. Then git has all of them, and reads and sends them itself. */
const maxBytes = 16 * 1024 * 1024;

/** git gets them before it is started in this repository for anything: mostly a wave of submissions asks it nothing. */
export const keepMade = async (
  dir: string,
  tip: string,
  objects: ReadonlyMap<string, NewObject>,
  format: string,
): Promise<void> => {
  const made: MadeHere = repositories.get(dir) ?? {
    format,
    objects: new Map(),
    tips: new Map(),
    bytes: 0,
    fresh: new Map(),
    stored: Promise.resolve(),
    isNextPlanned: false,
  };
  repositories.set(dir, made);
  made.tips.set(tip, [...objects.keys()]);
  for (const [oid, object] of objects) {
    if (!made.objects.has(oid)) made.fresh.set(oid, object);
    made.objects.set(oid, object);
    made.bytes += object.body.length;
  }
  if (made.bytes > maxBytes) await forgetAll(dir, made);
};

const forgetAll = async (dir: string, made: MadeHere): Promise<void> => {
  const storing = storeMade(dir);
  const last = made.stored;
  await storing;
  // Who came meanwhile does it behind what is stored for him.
  if (made.fresh.size > 0 || made.stored !== last) return;
  made.objects.clear();
  made.tips.clear();
  made.bytes = 0;
};

/** Gives git what it does not have yet; what is made while git is at it goes together in the next pack. */
export const storeMade = async (dir: string): Promise<void> => {
  const made = repositories.get(dir);
  if (made === undefined) return;
  if (made.fresh.size > 0 && !made.isNextPlanned) {
    made.isNextPlanned = true;
    // A failure was reported to who waited for it, and what it left is in the next pack.
    made.stored = made.stored.catch(() => undefined).then(() => storeFresh(dir, made));
  }
  await made.stored;
};

const storeFresh = async (dir: string, made: MadeHere): Promise<void> => {
  const { fresh } = made;
  made.isNextPlanned = false;
  made.fresh = new Map();
  try {
    await giveToGit(dir, packOf([...fresh.values()], made.format));
  } catch (error) {
    made.fresh = new Map([...fresh, ...made.fresh]);
    throw error;
  }
};

const giveToGit = async (dir: string, pack: Buffer): Promise<void> => {
  const args = ["index-pack", "--stdin"];
  const { code, stderr } = await startGit(dir, args, { input: pack });
  if (code !== 0) throw gitFailure(dir, args, stderr);
};

/** The object under this id, or the tree of this commit as `COMMIT^{tree}`; `undefined`: it was not made here. */
export const madeObject = (dir: string, name: string): Buffer | undefined => {
  const objects = repositories.get(dir)?.objects;
  const object = objects?.get(name.replace(ofItsTree, ""));
  if (object === undefined) return undefined;
  const body = Buffer.from(object.body.buffer, object.body.byteOffset, object.body.length);
  if (!name.endsWith(ofItsTree)) return body;
  return madeObject(dir, /^tree ([0-9a-f]+)\n/.exec(body.toString("utf8"))?.[1] ?? "");
};
const ofItsTree = "^{tree}";

/** Whether a name, such as `COMMIT:PATH`, leads through what git may not have yet. */
export const leadsThroughMade = (dir: string, name: string): boolean =>
  repositories.get(dir)?.fresh.has(/^[0-9a-f]*/.exec(name)?.[0] ?? "") ?? false;

/** What a push of these commits and tags must bring to where everything else is, what stood there before too; `undefined`: git knows it. */
export const packFor = (dir: string, tips: readonly string[]): Buffer | undefined => {
  const made = repositories.get(dir);
  if (made === undefined || !tips.every((tip) => made.tips.has(tip))) return undefined;
  const came = new Set(tips.flatMap((tip) => made.tips.get(tip) ?? []));
  return packOf(
    [...came].flatMap((oid) => made.objects.get(oid) ?? []),
    made.format,
    "thin",
  );
};
