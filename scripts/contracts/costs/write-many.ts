import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { productionFiles } from "../../demo/world.ts";

/** Productions that differ in name and content, and conventions that allow the names. */
export const writeMany = (repository: string, count: number): void => {
  const toy = productionFiles(["toy-pileup"]);
  for (let n = 0; n < count; n++) writeAll(repository, renamed(toy, n));
  const conventions = productionFiles(["conventions.yaml"])["productions/conventions.yaml"] ?? "";
  writeFileSync(
    join(repository, "productions/conventions.yaml"),
    conventions.replace(/enum: \[hfcharm.*\]/, 'pattern: "^[a-z0-9]+$"'),
  );
};

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
