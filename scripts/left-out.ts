/** The last line of `npm test`: what it did not run, and what runs that. */
import { globSync } from "node:fs";
import { everyTime } from "../test/e2e/every-time.ts";
import { missingShells } from "./shells.ts";

const all = globSync("test/e2e/**/*.test.ts", { cwd: new URL("../", import.meta.url) });
process.stdout.write(
  `Left out: ${all.length - everyTime.length} of the ${all.length} files of test/e2e/, stories of the built program that take many minutes. They run with: npm run test:stories\n`,
);
if (missingShells().length > 0)
  process.stdout.write(
    `Of these, completion in ${missingShells().join(" and ")} runs only where the shell is installed.\n`,
  );
