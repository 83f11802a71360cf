/**
 * Good productions with one slip each, and what the judge says of them: `npm run slips -- [--seed S] [--copies N]`.
 * `--write` writes docs/slips.md; `--show KIND` prints every copy of a kind that was not caught.
 */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { root } from "./demo/scene.ts";
import { kindsOf, pageOf, slipsPage } from "./slips/page.ts";
import { type Played, playSubject } from "./slips/play.ts";
import { shownChange } from "./slips/shown-change.ts";
import { readSubjects } from "./slips/subjects.ts";

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "1" },
    copies: { type: "string", default: "200" },
    write: { type: "boolean", default: false },
    show: { type: "string" },
  },
});
const [seed, copies] = [Number(values.seed), Number(values.copies)];
if (!Number.isSafeInteger(seed) || !Number.isSafeInteger(copies) || copies < 1)
  throw new Error("--seed and --copies are whole numbers");

const played: Played[] = [];
for (const subject of await readSubjects()) played.push(...(await playSubject(subject, seed, copies)));

const page = pageOf(played, { seed, copies });
process.stdout.write(`${page}${kindsOf(played)}\n`);
for (const one of played.filter(({ slip, told }) => slip === values.show && told.length === 0))
  process.stdout.write(`${one.subject}\n${shownChange(one)}\n`);
if (values.write) await writeFile(join(root, slipsPage), page);
