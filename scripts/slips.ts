/**
 * Good productions with one slip each, and what the judge says of them: `npm run slips -- [--seed S] [--copies N]`.
 * `--write` writes docs/slips.md; `--show KIND` prints every copy of a kind that was not caught.
 */

import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { misused, scriptArguments } from "./arguments.ts";
import { root } from "./demo/scene.ts";
import { requestName, textOf } from "./slips/copy.ts";
import { kindsOf, pageOf, slipsPage } from "./slips/page.ts";
import { type Played, playSubject } from "./slips/play.ts";
import { readSubjects } from "./slips/subjects.ts";

/** The lines that a slip took out and put in, as a diff without context. */
const shownChange = ({ before, slipped: { copy } }: Played): string =>
  [requestName, ...new Set([...before.files.keys(), ...copy.files.keys()])]
    .flatMap((file) => {
      const [old, now] = [textOf(before, file).split("\n"), textOf(copy, file).split("\n")];
      const gone = old.filter((line) => !now.includes(line)).map((line) => `- ${line}`);
      const come = now.filter((line) => !old.includes(line)).map((line) => `+ ${line}`);
      return gone.length + come.length === 0 ? [] : [`  ${file}`, ...gone.slice(0, 6), ...come.slice(0, 6)];
    })
    .join("\n");

const { seed, copies, write, show } = scriptArguments({ seed: 1, copies: 200, write: false, show: "" });
if (copies === 0) misused("--copies is at least 1");
const played: Played[] = [];
for (const subject of await readSubjects()) played.push(...(await playSubject(subject, seed, copies)));

const page = pageOf(played, { seed, copies });
process.stdout.write(`${page}${kindsOf(played)}\n`);
for (const one of played.filter(({ slip, told }) => slip === show && told.length === 0))
  process.stdout.write(`${one.subject}\n${shownChange(one)}\n`);
if (write) await writeFile(join(root, slipsPage), page);
