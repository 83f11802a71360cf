import { buildCommand } from "@stricli/core";
import { jsonFlag, remoteFlag, switchFlag, textFlag } from "./parameters.ts";

export const initCommand = buildCommand({
  docs: {
    brief: "Make a production repository",
    fullDescription:
      "Writes the conventions, a template, the schema for editors, the workflows and what people read. It changes no file that is there. At the end it prints the steps that only an administrator can do, as commands of gh.",
  },
  parameters: {
    positional: {
      kind: "tuple",
      parameters: [{ brief: "The folder; default: this one", parse: String, placeholder: "DIR", optional: true }],
    },
    flags: {
      template: textFlag(
        "Whose conventions and templates it begins with: plain, epic or sphenix; default: plain",
        "NAME",
      ),
      repository: textFlag("The repository on GitHub; default: that of the remote origin", "OWNER/NAME"),
      experiment: textFlag("The name of the experiment", "NAME"),
      owner: textFlag("Who approves, with blanks between", "@LOGIN"),
      tag: textFlag("How a tag is built; default: {campaign}-{physics}-{stage}", "TEMPLATE"),
      vo: textFlag("The VO at PanDA", "VO"),
      "working-group": textFlag("The working group at PanDA; default: as-the-VO, its name", "NAME"),
      site: textFlag("PanDA sites, with blanks between", "SITE"),
      scope: textFlag("The scope of releases: user.NICKNAME or group.NAME", "SCOPE"),
      "trial-scope": textFlag("The scope of trials", "SCOPE"),
      monitor: textFlag("The address of the monitor; default: https://panda-doma.cern.ch", "URL"),
      panda: textFlag("The address of PanDA", "URL"),
      login: textFlag("robot, refresh-token or id-token; default: robot", "WAY"),
      rucio: textFlag("The experiment's Rucio, where input data are looked up", '"https://HOST LOGIN ACCOUNT SCOPE"'),
      issuer: textFlag("The host of the VO's issuer; not for an ID token", "HOST"),
      ledger: textFlag("Who may write the ledger: app or every-collaborator; default: app", "WHO"),
      with: textFlag(
        "Extra workflows, with blanks between: form, runs, site, upkeep, tryout, tryout-site; default: none",
        "NAME",
      ),
      release: textFlag("The release that the workflows name; default: this one", "vX.Y.Z@COMMIT"),
    },
  },
  loader: async () => (await import("../run/run-init.ts")).runInit,
});

export const upgradeCommand = buildCommand({
  docs: { brief: "Move the workflows of this repository to another release" },
  parameters: {
    flags: {
      release: textFlag("The release; default: the one of this program", "vX.Y.Z@COMMIT"),
      whole: switchFlag("Replace whole files by the release's own, not only the commit in them"),
    },
  },
  loader: async () => (await import("../run/run-upgrade.ts")).runUpgrade,
});

export const schemaCommand = buildCommand({
  docs: {
    brief:
      "Print the JSON Schema of requests with the conventions included, for editors; or that of the language alone, of campaigns, of `doctor --json`, of `reconcile --dry-run --json`, of `data --json`, or of the cards on the ledger",
  },
  parameters: {
    positional: {
      kind: "tuple",
      parameters: [
        {
          brief: "The conventions.yaml, or one of the words language, campaign, doctor, dry-run, data, card",
          parse: String,
          placeholder: "FILE",
          default: "productions/conventions.yaml",
        },
      ],
    },
    flags: {
      json: { ...jsonFlag, brief: "With --write: print JSON" },
      write: switchFlag("Write it beside the conventions, where editors look for it"),
    },
  },
  loader: async () => (await import("../run/run-schema.ts")).runSchema,
});

export const doctorCommand = buildCommand({
  docs: { brief: "Test the installation, the login and PanDA, and report each fault" },
  parameters: {
    flags: {
      json: jsonFlag,
      remote: remoteFlag,
      github: switchFlag("Test the settings on GitHub instead, and print what is missing as commands of gh"),
    },
  },
  loader: async () => (await import("../run/run-doctor.ts")).runDoctor,
});
