import { buildCommand } from "@stricli/core";

const answer = (brief: string, placeholder: string) =>
  ({ kind: "parsed", parse: String, brief, placeholder, optional: true }) as const;

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
      repository: answer("The repository on GitHub; default: that of the remote origin", "OWNER/NAME"),
      experiment: answer("The name of the experiment", "NAME"),
      owner: answer("Who approves, with blanks between", "@LOGIN"),
      tag: answer("How a tag is built; default: {campaign}-{physics}-{stage}", "TEMPLATE"),
      vo: answer("The VO at PanDA", "VO"),
      "working-group": answer("The working group at PanDA; default: as-the-VO, its name", "NAME"),
      site: answer("PanDA sites, with blanks between", "SITE"),
      scope: answer("The scope of releases: user.NICKNAME or group.NAME", "SCOPE"),
      "trial-scope": answer("The scope of trials", "SCOPE"),
      monitor: answer("The address of the monitor; default: https://panda-doma.cern.ch", "URL"),
      panda: answer("The address of PanDA", "URL"),
      login: answer("robot, refresh-token or id-token; default: robot", "WAY"),
      issuer: answer("The host of the VO's issuer; not for an ID token", "HOST"),
      ledger: answer("Who may write the ledger: app or every-collaborator; default: app", "WHO"),
      with: answer("Extra workflows, with blanks between: runs, tryout; default: none", "NAME"),
      release: answer("The release that the workflows name; default: this one", "vX.Y.Z@COMMIT"),
    },
  },
  loader: async () => (await import("../run/run-init.ts")).runInit,
});
