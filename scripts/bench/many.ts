import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gitIn, shrek } from "../demo/scene.ts";
import { productionFiles } from "../demo/world.ts";

/** A repository with a ledger, many productions on main and a branch that changes three of them: a pull request's check. */
export const buildMany = async (
  dir: string,
  count: number,
): Promise<{ readonly dir: string; readonly base: string; readonly head: string }> => {
  const repository = join(dir, `many-${count}`);
  mkdirSync(repository);
  await gitIn(repository, "init", "--quiet", "-b", "main");
  writeMany(repository, count);
  await commit(repository, "All");
  const base = (await gitIn(repository, "rev-parse", "HEAD")).trim();
  const made = await shrek(repository, ["ledger", "init", "--baseline"], { HOME: repository });
  if (made.code !== 0) throw new Error(made.stderr);
  const toy = productionFiles(["toy-pileup"]);
  for (let n = 0; n < 3; n++) writeAll(repository, renamed(toy, n, "version: 1.1.0"));
  await commit(repository, "Change three");
  return { dir: repository, base, head: (await gitIn(repository, "rev-parse", "HEAD")).trim() };
};

/** Productions that differ in name and content, and conventions that allow the names. */
export const writeMany = (repository: string, count: number): void => {
  writeAll(repository, { ...manyProductions(count), ...roomyConventions() });
};

export const manyProductions = (count: number): Readonly<Record<string, string>> => {
  const toy = productionFiles(["toy-pileup"]);
  return Object.assign({}, ...Array.from({ length: count }, (_, n) => renamed(toy, n)));
};

/** The conventions, for names that they do not know. */
export const roomyConventions = (): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(productionFiles(["conventions.yaml"])).map(([path, text]) => [
      path,
      text.replace(/enum: \[hfcharm.*\]/, 'pattern: "^[a-z0-9]+$"'),
    ]),
  );

const commit = async (repository: string, message: string): Promise<void> => {
  await gitIn(repository, "add", "--all");
  await gitIn(repository, "commit", "--quiet", "-m", message);
};

const renamed = (
  files: Readonly<Record<string, string>>,
  n: number,
  version = "version: 1.0.0",
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(files).map(([path, text]) => [
      path.replace("toy-pileup", `toy${n}`),
      text
        .replace("physics: toy", `physics: toy${n}`)
        .replace("version: 1.0.0", version)
        .replace("slope: 7", `slope: ${n}`),
    ]),
  );

const writeAll = (repository: string, files: Readonly<Record<string, string>>): void => {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(repository, path, ".."), { recursive: true });
    writeFileSync(join(repository, path), text);
  }
};
