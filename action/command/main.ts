import { info } from "@actions/core";
import { closeWindows } from "../adapters/panda/take-secrets.ts";
import { acting } from "../adapters/runner/actions-report.ts";
import { steer } from "../flows/steer/steer.ts";
import { readInputs } from "./inputs.ts";
import { openPorts } from "./wiring.ts";

await acting(async () => {
  closeWindows(process.env);
  const inputs = readInputs(process.env);
  if (inputs.saying === undefined) return 0;
  const done = await steer(await openPorts(inputs), inputs.saying);
  info(done.kind === "recorded" ? `recorded for ${done.keys.join(", ")}` : done.kind);
  return done.kind === "refused" && inputs.comment === undefined ? 1 : 0;
});
