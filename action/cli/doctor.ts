import { buildCommand } from "@stricli/core";
import { jsonFlag, remoteFlag } from "./command.ts";

export const doctorCommand = buildCommand({
  docs: { brief: "Say what works here and at PanDA, and what does not" },
  parameters: { flags: { json: jsonFlag, remote: remoteFlag } },
  loader: async () => (await import("./run-doctor.ts")).runDoctor,
});
