import { buildApplication, buildRouteMap } from "@stricli/core";
import { checkCommand } from "./check.ts";
import { doctorCommand } from "./doctor.ts";
import { ledgerCommands } from "./ledger.ts";
import { planCommand } from "./plan.ts";
import { reconcileCommand } from "./reconcile.ts";
import { renderCommand } from "./render.ts";
import { schemaCommand } from "./schema.ts";
import { statusCommand } from "./status.ts";

/** The words of the command line. What they do is loaded when it is asked for. */
export const application = buildApplication(
  buildRouteMap({
    routes: {
      check: checkCommand,
      plan: planCommand,
      render: renderCommand,
      reconcile: reconcileCommand,
      status: statusCommand,
      ledger: ledgerCommands,
      schema: schemaCommand,
      doctor: doctorCommand,
    },
    docs: { brief: "Productions requested, reviewed and run on PanDA from a Git repository" },
  }),
  { name: "shrek", scanner: { caseStyle: "allow-kebab-for-camel" }, documentation: { disableAnsiColor: true } },
);
