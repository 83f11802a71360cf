import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { start } from "./start.ts";

const { values } = parseArgs({
  options: {
    port: { type: "string", default: "0" },
    dir: { type: "string", default: join(tmpdir(), "sandbox-panda") },
    "tick-every": { type: "string" },
    order: { type: "string", default: "by-file" },
    cores: { type: "string", default: "2" },
    pretend: { type: "string", multiple: true, default: [] },
  },
});

const sandbox = await start({
  dir: values.dir,
  port: Number(values.port),
  order: values.order === "by-name" ? "by-name" : "by-file",
  cores: Number(values.cores),
  tickEvery: values["tick-every"] === undefined ? undefined : Number(values["tick-every"]),
  pretends: values.pretend,
});
console.log(`url ${sandbox.url}\ntoken ${await sandbox.token()}`);
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void sandbox.close());
