/**
 * The program `rucio` of the sandbox: as much of it as docs/tutorial/ needs, in the words of Rucio's own. RUCIO_URL is the
 * sandbox's address, RUCIO_PASSWORD that of its account root.
 */
import { parseArgs } from "node:util";
import { openFiller } from "./fill.ts";

const usage = "the sandbox has rucio did content remove --from-did DID DID...";
const { RUCIO_URL = "", RUCIO_PASSWORD = "" } = process.env;

const did = (full: string): { readonly scope: string; readonly name: string } => {
  const [scope = "", name = ""] = full.split(":");
  return { scope, name };
};

const remove = async (args: readonly string[]): Promise<void> => {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { "from-did": { type: "string", short: "f" } },
    allowPositionals: true,
  });
  if (values["from-did"] === undefined || positionals.length === 0) throw new Error(usage);
  const { scope, name } = did(values["from-did"]);
  const { call } = await openFiller(RUCIO_URL, RUCIO_PASSWORD);
  await call("DELETE", `/dids/${scope}/${name}/dids`, { dids: positionals.map(did) });
  for (const one of positionals) console.log(`DID ${one} was removed from ${values["from-did"]}`);
};

try {
  const [first, second, third, ...rest] = process.argv.slice(2);
  if (`${first} ${second} ${third}` !== "did content remove") throw new Error(usage);
  await remove(rest);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
