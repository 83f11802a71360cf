import { createHash } from "node:crypto";
import { mkdir, open, rename } from "node:fs/promises";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { deflate } from "node:zlib";
import { git } from "./run.ts";

/**
 * Writes one object as git does, without a process: a wave makes many small ones, and starting git is all they cost.
 * Under a name of its own first, so that a reader never meets half of one.
 */
export const writeObject = async (
  dir: string,
  type: "tag" | "tree" | "commit",
  body: Buffer,
  unique: string,
): Promise<string> => {
  const { objects, format } = await storeOf(dir);
  const whole = Buffer.concat([Buffer.from(`${type} ${body.length}\0`), body]);
  const oid = createHash(format).update(whole).digest("hex");
  const folder = join(objects, oid.slice(0, 2));
  await mkdir(folder, { recursive: true });
  const temporary = join(folder, `tmp_obj_${unique}`);
  const file = await open(temporary, "wx", 0o444);
  try {
    await file.writeFile(await promisify(deflate)(whole));
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, join(folder, oid.slice(2)));
  return oid;
};

type Store = { readonly objects: string; readonly format: string };

const stores = new Map<string, Promise<Store>>();

const storeOf = (dir: string): Promise<Store> => {
  const known = stores.get(dir) ?? askStore(dir);
  stores.set(dir, known);
  return known;
};

const askStore = async (dir: string): Promise<Store> => {
  const said = await git(dir, ["rev-parse", "--git-path", "objects", "--show-object-format"]);
  const [objects = "", format = ""] = said.split("\n");
  return { objects: resolve(dir, objects), format };
};
