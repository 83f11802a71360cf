import { hash } from "node:crypto";
import { closeSync, fstatSync, openSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { Script } from "node:vm";

/**
 * What a CommonJS file exports. Its compiled code is kept in this folder when the process ends, with every function that
 * ran: Node's own cache keeps what was compiled before the first line ran, which is a fifth of it (ADR 20).
 */
export const loadCompiled = (file: string, folder: string | undefined): unknown => {
  const source = readFileSync(file, "utf8");
  // V8 compares no more of the source than its length.
  const kept = folder === undefined ? undefined : join(folder, `shrek-${hash("sha256", source).slice(0, 32)}`);
  const cachedData = kept === undefined ? undefined : ownFile(kept);
  const script = new Script(`(function (exports, require, module, __filename) {${source}\n})`, {
    filename: file,
    ...(cachedData === undefined ? {} : { cachedData }),
  });
  if (kept !== undefined && (cachedData === undefined || script.cachedDataRejected === true))
    process.once("exit", () => keep(kept, script.createCachedData()));
  const made = { exports: {} };
  script.runInThisContext()(made.exports, createRequire(file), made, file);
  return made.exports;
};

/** Compiled code is run as it stands there, so nobody else may have written it. */
const ownFile = (path: string): Buffer | undefined => {
  try {
    const file = openSync(path, "r");
    try {
      const { uid, mode } = fstatSync(file);
      return uid === process.getuid?.() && (mode & 0o022) === 0 ? readFileSync(file) : undefined;
    } finally {
      closeSync(file);
    }
  } catch {
    return undefined;
  }
};

/** Whole or not at all; where nothing can be written, it is compiled again. */
const keep = (path: string, compiled: Buffer): void => {
  const unfinished = `${path}.${process.pid}`;
  try {
    // "x": where somebody else may write too, a link could stand there.
    writeFileSync(unfinished, compiled, { mode: 0o600, flag: "wx" });
    renameSync(unfinished, path);
  } catch {
    // The next start asks for it again.
  }
};
