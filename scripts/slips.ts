/**
 * Good productions with one slip each, and what the judge says of them: `npm run slips -- [--seed S] [--copies N]`.
 * `--write` writes docs/slips.md; `--show KIND` prints every copy of a kind that was not caught.
 */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { misused, scriptArguments } from "./arguments.ts";
import { root } from "./demo/scene.ts";
import { kindsOf, pageOf, slipsPage } from "./slips/page.ts";
import { type Played, playSubject } from "./slips/play.ts";
import { shownChange } from "./slips/shown-change.ts";
import { readSubjects } from "./slips/subjects.ts";

const { seed, copies, write, show } = scriptArguments({ seed: 1, copies: 200, write: false, show: "" });
if (copies === 0) misused("--copies is at least 1");
const played: Played[] = [];
for (const subject of await readSubjects()) played.push(...(await playSubject(subject, seed, copies)));

const page = pageOf(played, { seed, copies });
process.stdout.write(`${page}${kindsOf(played)}\n`);
for (const one of played.filter(({ slip, told }) => slip === show && told.length === 0))
  process.stdout.write(`${one.subject}\n${shownChange(one)}\n`);
if (write) await writeFile(join(root, slipsPage), page);
