/** A ledger of made submissions, with hostile texts among them, and its site: `node scripts/site/sample-site.ts DIR [COUNT]`. */
import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { root } from "../demo/scene.ts";
import { sampleLedger } from "./sample-ledger.ts";

const [dir = "site-sample", count = "200"] = process.argv.slice(2);
mkdirSync(dir, { recursive: true });
const ledger = join(dir, "ledger.git");
await sampleLedger(ledger, Number(count));
execFileSync(process.execPath, [join(root, "dist/cli.js"), "site", "--output", "../site"], {
  cwd: ledger,
  stdio: "inherit",
});
