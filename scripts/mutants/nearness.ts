import { readFileSync } from "node:fs";
import { basename } from "node:path";

const texts = new Map<string, string>();
const textOf = (path: string): string => {
  const text = texts.get(path) ?? readFileSync(path, "utf8");
  texts.set(path, text);
  return text;
};

/** Small files of tests cost little to ask. */
export const sizeOf = (tests: string): number => textOf(tests).length;

/** How near a file of tests is to a file of the program: 0 has its name, 1 imports it, 2 is farther. */
export const nearness = (tests: string, program: string): 0 | 1 | 2 => {
  const name = basename(program, ".ts");
  if (basename(tests) === `${name}.test.ts`) return 0;
  return textOf(tests).includes(`/${name}.ts"`) ? 1 : 2;
};
