import { createHash } from "node:crypto";
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { deflateSync } from "node:zlib";

type Row = { readonly path: string; readonly mode: number; readonly oid: Buffer };

/**
 * A commit of these texts and all else in the work tree, on what is checked out: what `git add --all --force` and
 * `git commit` leave, the index too, without a process. For neither attributes, hooks, other hashes nor packed refs.
 */
export const commitTexts = async (
  top: string,
  texts: Readonly<Record<string, string | Uint8Array>>,
  message = "change",
): Promise<string> => {
  for (const [path, text] of Object.entries(texts)) {
    mkdirSync(dirname(join(top, path)), { recursive: true });
    writeFileSync(join(top, path), text);
  }
  const dir = join(top, ".git");
  const rows = rowsBelow(dir, top, "").toSorted((a, b) => Buffer.compare(Buffer.from(a.path), Buffer.from(b.path)));
  writeFileSync(join(dir, "index"), indexOf(top, rows));
  const branch = /^ref: (\S+)/.exec(readFileSync(join(dir, "HEAD"), "utf8"))?.[1] ?? "HEAD";
  const parent = headOf(top);
  const person = `Ada <ada@example.org> ${Math.floor(Date.now() / 1000)} +0000`;
  const lines = [
    `tree ${treeOf(dir, rows, "").toString("hex")}`,
    ...(parent === undefined ? [] : [`parent ${parent}`]),
    `author ${person}`,
    `committer ${person}`,
  ];
  const commit = store(dir, "commit", Buffer.from(`${lines.join("\n")}\n\n${message}\n`)).toString("hex");
  mkdirSync(dirname(join(dir, branch)), { recursive: true });
  writeFileSync(join(dir, branch), `${commit}\n`);
  return commit;
};

/** The commit that is checked out, by the files of a repository whose refs are not packed. */
export const headOf = (top: string): string | undefined => {
  const head = readFileSync(join(top, ".git/HEAD"), "utf8").trim();
  if (!head.startsWith("ref: ")) return head;
  const ref = join(top, ".git", head.slice("ref: ".length));
  return existsSync(ref) ? readFileSync(ref, "utf8").trim() : undefined;
};

const rowsBelow = (dir: string, top: string, folder: string): readonly Row[] =>
  readdirSync(join(top, folder), { withFileTypes: true }).flatMap((entry): readonly Row[] => {
    const path = `${folder}${entry.name}`;
    const place = join(top, path);
    if (path === ".git") return [];
    if (existsSync(join(place, ".git")))
      return [{ path, mode: 0o160000, oid: Buffer.from(headOf(place) ?? "", "hex") }];
    if (entry.isDirectory()) return rowsBelow(dir, top, `${path}/`);
    if (entry.isSymbolicLink())
      return [{ path, mode: 0o120000, oid: store(dir, "blob", Buffer.from(readlinkSync(place))) }];
    const mode = (lstatSync(place).mode & 0o100) === 0 ? 0o100644 : 0o100755;
    return [{ path, mode, oid: store(dir, "blob", readFileSync(place)) }];
  });

/** Of the rows, which are sorted as git sorts them, those below a folder. */
const treeOf = (dir: string, rows: readonly Row[], folder: string): Buffer => {
  const byName = Map.groupBy(rows, ({ path }) => path.slice(folder.length).replace(/\/.*/s, "/"));
  const entries = [...byName].map(([name, own]) => {
    const mode = name.endsWith("/") ? 0o40000 : (own[0]?.mode ?? 0);
    const oid = name.endsWith("/") ? treeOf(dir, own, folder + name) : (own[0]?.oid ?? Buffer.alloc(0));
    return Buffer.concat([Buffer.from(`${mode.toString(8)} ${name.replace(/\/$/, "")}\0`), oid]);
  });
  return store(dir, "tree", Buffer.concat(entries));
};

const store = (dir: string, type: string, body: Buffer): Buffer => {
  const whole = Buffer.concat([Buffer.from(`${type} ${body.length}\0`), body]);
  const oid = createHash("sha1").update(whole).digest();
  const name = oid.toString("hex");
  const path = join(dir, "objects", name.slice(0, 2), name.slice(2));
  if (!existsSync(path)) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, deflateSync(whole, { level: 1 }));
  }
  return oid;
};

/** gitformat-index(5), version 2. */
const indexOf = (top: string, rows: readonly Row[]): Buffer => {
  const head = Buffer.from("DIRC\0\0\0\u0002\0\0\0\0");
  head.writeUInt32BE(rows.length, 8);
  const entries = rows.map(({ path, mode, oid }) => {
    const { ctimeMs, mtimeMs, dev, ino, uid, gid, size } = lstatSync(join(top, path));
    const name = Buffer.from(path);
    // One zero byte at least ends the name, and brings the entry to a multiple of eight.
    const entry = Buffer.alloc((62 + name.length + 8) & ~7);
    const numbers = [ctimeMs / 1000, 0, mtimeMs / 1000, 0, dev, ino, mode, uid, gid, size];
    for (const [at, number] of numbers.entries()) entry.writeUInt32BE(Math.floor(number) % 2 ** 32, 4 * at);
    oid.copy(entry, 40);
    entry.writeUInt16BE(Math.min(name.length, 0xfff), 60);
    name.copy(entry, 62);
    return entry;
  });
  const whole = Buffer.concat([head, ...entries]);
  return Buffer.concat([whole, createHash("sha1").update(whole).digest()]);
};
