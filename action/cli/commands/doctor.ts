import { buildCommand } from "@stricli/core";
import { jsonFlag, remoteFlag } from "../run/command.ts";

export const doctorCommand = buildCommand({
  docs: { brief: "Test the installation, the login and PanDA, and report each fault" },
  parameters: {
    flags: {
      json: jsonFlag,
      remote: remoteFlag,
      github: {
        kind: "boolean",
        brief: "Test the settings on GitHub instead, and print what is missing as commands of gh",
        default: false,
      },
    },
  },
  loader: async () => (await import("../run/run-doctor.ts")).runDoctor,
});
