import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { productionFiles } from "../../demo/world.ts";

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

const renamed = (files: Readonly<Record<string, string>>, n: number): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(files).map(([path, text]) => [
      path.replace("toy-pileup", `toy${n}`),
      text.replace("physics: toy", `physics: toy${n}`).replace("slope: 7", `slope: ${n}`),
    ]),
  );

const writeAll = (repository: string, files: Readonly<Record<string, string>>): void => {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(repository, path, ".."), { recursive: true });
    writeFileSync(join(repository, path), text);
  }
};
