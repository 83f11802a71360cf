/** `npm run join-simulation -- HISTORIES`: how joins by identity and by position come out of JEDI's own code, with retries and losses. */

import { scriptNumbers } from "../../arguments.ts";
import { ensureVenv } from "../venv.ts";
import { assertSound, joinFigures } from "./joins-check.ts";

const [histories = 40] = scriptNumbers(1);
const figures = await joinFigures(await ensureVenv(console.log), histories);
console.log(`${histories} histories`);
for (const [join, tally] of Object.entries(figures))
  console.log(
    `${join}: ${Object.entries(tally)
      .map(([what, count]) => `${count} ${what}`)
      .join(", ")}`,
  );
assertSound(figures);
