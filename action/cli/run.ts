import { buildCommand } from "@stricli/core";

export const atLeastOne = (text: string): number => {
  const number = Number(text);
  if (!/^[0-9]+$/.test(text) || number < 1 || number > 1_000_000_000) throw new Error(`${text} is not a number from 1`);
  return number;
};

export const runCommand = buildCommand({
  docs: { brief: "Run a production on this machine" },
  parameters: {
    positional: { kind: "tuple", parameters: [{ brief: "A production's folder", parse: String, placeholder: "PATH" }] },
    flags: {
      step: {
        kind: "parsed",
        parse: String,
        brief: "Only this step, and those that it reads",
        optional: true,
        placeholder: "STEP",
      },
      jobs: {
        kind: "parsed",
        parse: atLeastOne,
        brief: "At most so many jobs of each step, the first ones",
        optional: true,
        placeholder: "N",
      },
      events: {
        kind: "parsed",
        parse: atLeastOne,
        brief: "Events of each job, in the place of eventsPerJob",
        optional: true,
        placeholder: "N",
      },
      from: {
        kind: "parsed",
        parse: String,
        brief: "Where files of inputs lie: DIR/INPUT, or DIR/STEP/OUTPUT",
        optional: true,
        placeholder: "DIR",
      },
      out: {
        kind: "parsed",
        parse: String,
        brief: "Where jobs, logs and data go; default: shrek-run/TAG",
        optional: true,
        placeholder: "DIR",
      },
      run: {
        kind: "parsed",
        parse: atLeastOne,
        brief: "The run, of a production with a list of runs",
        optional: true,
        placeholder: "RUN",
      },
      tag: {
        kind: "parsed",
        parse: String,
        brief: "The tag of the variant to run, if the request has several",
        optional: true,
        placeholder: "TAG",
      },
      cores: {
        kind: "parsed",
        parse: atLeastOne,
        brief: "How many cores the jobs may use together; default: all",
        optional: true,
        placeholder: "N",
      },
      write: {
        kind: "boolean",
        brief: "Write the suggested estimate, memory and walltime into the request",
        default: false,
      },
      unlimited: {
        kind: "boolean",
        brief: "Do not end jobs that exceed their memory or walltime",
        default: false,
      },
    },
  },
  loader: async () => (await import("./run-run.ts")).runRun,
});
