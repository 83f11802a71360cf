import { join } from "node:path";
import { execa } from "execa";
import { singleFileHead } from "../../release/single-file.ts";
import type { Check } from "../check.ts";
import type { Venv } from "../venv.ts";

/** The script of sh with which the single file of a release begins. */
export const singleFileCheck = (venv: Venv): Check => ({
  name: "ShellCheck finds nothing in the script that unpacks the single file of a release",
  run: async () => {
    await execa(join(venv.dir, "bin", "shellcheck"), ["--shell=sh", "-"], {
      input: singleFileHead("0.1.0-0123456789ab"),
    });
  },
});
